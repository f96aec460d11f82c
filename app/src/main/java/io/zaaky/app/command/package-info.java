/**
 * Reads the command line, sets up logging and runs the commands that need no server of their own.
 * Each command is one class, such as {@link io.zaaky.app.command.AskCommand}; {@link
 * io.zaaky.app.Main} chooses between them.
 */
@NullMarked
package io.zaaky.app.command;

import org.jspecify.annotations.NullMarked;
