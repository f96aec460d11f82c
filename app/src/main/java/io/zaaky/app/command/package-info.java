/** Reading the command line, logging, and the commands that need no server of their own. */
@NullMarked
package io.zaaky.app.command;

import org.jspecify.annotations.NullMarked;
