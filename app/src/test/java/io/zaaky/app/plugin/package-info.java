@NullMarked
package io.zaaky.app.plugin;

import org.jspecify.annotations.NullMarked;
