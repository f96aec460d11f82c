package io.zaaky.app.gaps;

import java.time.Duration;

/**
 * How much is gathered, so that memory and time stay bounded however much was asked.
 *
 * @param wordings different questions that are told apart; those that come later are left out
 * @param embedded of these, the most asked ones, which are compared by their meaning; the others by
 *     their words alone
 * @param patience how long it may take to embed them; what is not embedded then is compared by its
 *     words alone
 * @param gaps how many are told
 */
record GapLimits(int wordings, int embedded, Duration patience, int gaps) {
    static final GapLimits USUAL = new GapLimits(20_000, 2_000, Duration.ofSeconds(20), 200);
}
