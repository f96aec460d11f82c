package io.zaaky.app.gaps;

import java.time.Duration;

/**
 * Limits that bound memory and time, however much was asked.
 *
 * @param wordings the maximum number of different questions; later ones are left out
 * @param embedded the number of most asked ones that are compared by meaning; the others are
 *     compared only by words
 * @param patience how long reading and embedding may take together, but embedding always has a
 *     quarter of it; whatever is not embedded by then is compared only by words
 * @param gaps how many are reported
 */
record GapLimits(int wordings, int embedded, Duration patience, int gaps) {
    static final GapLimits USUAL = new GapLimits(20_000, 2_000, Duration.ofSeconds(3), 200);
}
