package io.zaaky.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * One call of a model, for the ledger.
 *
 * @param at when it began, kept to the millisecond. Its day in UTC is the one that it is charged
 *     to. Where tokens were reserved for it, the time of the reservation counts instead
 * @param provider the type that YAML names
 * @param usage what the provider reported, or an estimate of what was sent and received
 * @param outcome how the call ended, which may not be how the answer did: a fallback may have
 *     stepped in
 * @param kind what it was made for
 * @param isFree whether it costs nothing, and no budget counts it
 * @param reservation what was reserved for it, if anything was
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

    /** What a model is called for. */
    public enum Kind {
        ANSWER,
        /** A follow-up is made self-contained. */
        REWRITE
    }

    /** One that costs what it used. */
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
