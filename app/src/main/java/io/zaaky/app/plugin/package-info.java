/**
 * Finds the installed plugins, makes the chatbots' components and shares them. Read {@link
 * io.zaaky.app.plugin.Plugins} first, then {@link io.zaaky.app.plugin.Shelf}, which decides when a
 * component is closed.
 */
@NullMarked
package io.zaaky.app.plugin;

import org.jspecify.annotations.NullMarked;
