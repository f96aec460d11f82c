/**
 * The entry point, and the one place where long-lived objects are made. Read {@link
 * io.zaaky.app.Main} first, then {@link io.zaaky.app.Application}, which assembles the running
 * server; {@link io.zaaky.app.Serving} and {@link io.zaaky.app.Reloads} replace its configuration.
 */
@NullMarked
package io.zaaky.app;

import org.jspecify.annotations.NullMarked;
