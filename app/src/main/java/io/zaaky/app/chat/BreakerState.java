package io.zaaky.app.chat;

import java.util.Locale;

/** Whether calls to a model are admitted. */
public enum BreakerState {
    /** Calls are admitted. */
    CLOSED,
    /**
     * Calls are rejected: most of the last calls failed. Lasts until the first question after the
     * pause.
     */
    OPEN,
    /** One trial call runs; the others are rejected. */
    HALF_OPEN;

    /** The name in metrics: {@code half_open}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
