package io.zaaky.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * One model call, for the ledger.
 *
 * @param at when the call began, kept to the millisecond. The call is charged to the UTC day of
 *     this time. If tokens were reserved for it, this is the time of the reservation instead
 * @param provider the type that YAML names
 * @param usage what the provider reported, or an estimate of what was sent and received
 * @param outcome how the call ended; the answer may have ended differently, because a fallback may
 *     have taken over
 * @param kind what the call was made for
 * @param isFree whether the call costs nothing, so that no budget counts it
 * @param reservation the tokens reserved for the call, if any
 */
public record ModelCall(
        Instant at,
        String provider,
        String model,
        Usage usage,
        Outcome outcome,
        Kind kind,
        boolean isFree,
        Optional<Reservation> reservation) {

    /** The purpose of a model call. */
    public enum Kind {
        ANSWER,
        /** Rewriting a follow-up question so that it is self-contained. */
        REWRITE
    }

    /** A call that is not free. */
    public ModelCall(
            Instant at,
            String provider,
            String model,
            Usage usage,
            Outcome outcome,
            Kind kind,
            Optional<Reservation> reservation) {
        this(at, provider, model, usage, outcome, kind, false, reservation);
    }

    public ModelCall {
        at = reservation.map(Reservation::at).orElse(at);
    }
}
