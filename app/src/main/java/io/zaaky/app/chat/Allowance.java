package io.zaaky.app.chat;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reservation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one answer may spend. Its tokens are reserved when it is made. The answer's {@link
 * io.zaaky.spi.Charge} ends the reservation, or {@link #release} does if there is no answer. Handed
 * from thread to thread; never used by two at once.
 */
public final class Allowance {
    private static final Logger LOG = System.getLogger(Allowance.class.getName());

    /** No limit: there is no budget, or all models are free. */
    public static final Allowance UNLIMITED = new Allowance(Reach.ALL, null, Map.of());

    /** Free models only: the budget does not cover the others. */
    static final Allowance FREE = new Allowance(Reach.FREE, null, Map.of());

    /** No model: the store could not say whether the budget covers it. */
    static final Allowance UNKNOWN = new Allowance(Reach.NONE, null, Map.of());

    private enum Reach {
        ALL,
        FREE,
        NONE
    }

    private final Reach reach;
    private final @Nullable Budget budget;
    private final Map<ChatModel, Integer> prompts;
    private final List<Reservation> held = new ArrayList<>(1);

    private Allowance(Reach reach, @Nullable Budget budget, Map<ChatModel, Integer> prompts) {
        this.reach = reach;
        this.budget = budget;
        this.prompts = prompts;
    }

    /**
     * An allowance from a reservation.
     *
     * @param prompts the maximum prompt tokens for each model
     */
    static Allowance of(Budget budget, Reservation reservation, Map<ChatModel, Integer> prompts) {
        var allowance = new Allowance(Reach.ALL, budget, new HashMap<>(prompts));
        allowance.held.add(reservation);
        return allowance;
    }

    /** Whether all models may be asked. */
    boolean permitsAll() {
        return reach == Reach.ALL;
    }

    /** Whether the store said what may be asked. */
    boolean isKnown() {
        return reach != Reach.NONE;
    }

    boolean permits(ChatModel model) {
        return switch (reach) {
            case ALL -> true;
            case FREE -> model.isFree();
            case NONE -> false;
        };
    }

    /** The budget's limit on this model's prompt tokens; its context window limits them too. */
    int promptTokens(ChatModel model) {
        return prompts.getOrDefault(model, Integer.MAX_VALUE);
    }

    /**
     * Reserves more for a prompt that is larger than expected. False if the budget has no more;
     * then the prompt must fit the existing reservation.
     */
    boolean covers(ChatModel model, int prompt) {
        int more = prompt - promptTokens(model);
        if (budget == null || more <= 0) {
            return true;
        }
        Optional<Reservation> reserved = budget.reserve(more, "a longer prompt");
        reserved.ifPresent(held::add);
        reserved.ifPresent(_ -> prompts.put(model, prompt));
        return reserved.isPresent();
    }

    /** The current reservations; none without a budget. */
    List<Reservation> reservations() {
        return List.copyOf(held);
    }

    /** Records that the answer has been charged, which has ended its reservations. */
    void settled() {
        if (budget != null) {
            held.clear();
            budget.changed();
        }
    }

    /** Gives back what is still reserved. */
    public void release() {
        if (budget == null) {
            return;
        }
        for (Reservation reservation : held) {
            try {
                budget.release(reservation);
            } catch (PluginException e) {
                LOG.log(
                        Level.WARNING,
                        "{0}: tokens that were set aside come back in a minute: {1}",
                        reservation.chatbot(),
                        e.getMessage());
            }
        }
        settled();
    }
}
