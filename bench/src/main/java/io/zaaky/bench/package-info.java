/**
 * The load rig and the micro benchmarks. See {@code bench/README.md}.
 *
 * <p>The rig is one process on one core that plays both ends: the model server ({@link
 * io.zaaky.bench.Upstream}) and the visitors ({@link io.zaaky.bench.Visitors}). The relay under
 * test is between them on another core. Both ends share a clock, so that each token carries the
 * time at which it was sent.
 */
@NullMarked
package io.zaaky.bench;

import org.jspecify.annotations.NullMarked;
