@NullMarked
package io.zaaky.app.command;

import org.jspecify.annotations.NullMarked;
