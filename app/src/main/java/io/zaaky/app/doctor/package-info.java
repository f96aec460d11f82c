/**
 * Checks what an installation needs: machine, data directory, databases and models. Read {@link
 * io.zaaky.app.doctor.Round} first: it runs the checks, each of which returns {@link
 * io.zaaky.app.doctor.Finding}s.
 */
@NullMarked
package io.zaaky.app.doctor;

import org.jspecify.annotations.NullMarked;
