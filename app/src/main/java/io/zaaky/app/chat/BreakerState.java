package io.zaaky.app.chat;

import java.util.Locale;

/** Whether a model is asked. */
public enum BreakerState {
    /** It is. */
    CLOSED,
    /** It is not: most of its last calls failed. Stays until a question comes after the pause. */
    OPEN,
    /** One call tries it, the others are turned away. */
    HALF_OPEN;

    /** As it stands in metrics: {@code half_open}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
