package io.zaaky.spi;

import java.util.List;

/**
 * What an answer cost.
 *
 * @param calls the model calls, in the order in which they were made
 * @param unused reservations that end with the answer, whether or not calls were made for them;
 *     those of {@code calls} may be among them
 */
public record Charge(List<ModelCall> calls, List<Reservation> unused) {

    /** No model was called. */
    public static final Charge NONE = new Charge(List.of(), List.of());

    public Charge {
        calls = List.copyOf(calls);
        unused = List.copyOf(unused);
    }
}
