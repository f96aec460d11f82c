/**
 * Administrators' keys and rights, paused chatbots and the log of changes. Read {@link
 * io.zaaky.app.admin.Callers} first: it finds the holder of a key and ends calls whose key has
 * gone.
 */
@NullMarked
package io.zaaky.app.admin;

import org.jspecify.annotations.NullMarked;
