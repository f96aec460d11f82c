/** The entry point and the one place where long-lived objects are made. */
@NullMarked
package io.zaaky.app;

import org.jspecify.annotations.NullMarked;
