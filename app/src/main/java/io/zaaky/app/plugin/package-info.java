/** Finds the installed plugins and makes their components. */
@NullMarked
package io.zaaky.app.plugin;

import org.jspecify.annotations.NullMarked;
