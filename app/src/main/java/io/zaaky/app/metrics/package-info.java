/**
 * The meters that Prometheus reads, and the readiness checks. Read {@link
 * io.zaaky.app.metrics.Meters} first: it implements the interfaces through which chat and HTTP
 * report.
 */
@NullMarked
package io.zaaky.app.metrics;

import org.jspecify.annotations.NullMarked;
