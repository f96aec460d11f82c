package io.zaaky.spi;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Token budgets by UTC day: what was spent, and what is set aside for calls in progress. Nothing is
 * recorded for a chatbot or organisation until something is reserved for it. The caller supplies
 * the limits; they may change during a day.
 *
 * <p>The amount spent on a day is the sum over two groups of calls in the {@link Ledger}: all calls
 * made before the day's first reservation, except the free ones, and from then on the calls for
 * which tokens were reserved.
 */
public interface Budgets {

    /**
     * Sets tokens aside from the chatbot's and the organisation's budget in one step: from both or
     * from neither. Concurrent callers, in any process, never get more than the limit together. The
     * reservation is durable on return. If the process dies, its tokens are free again after about
     * a minute at the latest. A reservation that nothing ends expires about an hour after it was
     * made.
     *
     * @return empty if they do not fit into one of the limits
     * @throws IllegalArgumentException if neither limit is given
     */
    Optional<Reservation> reserve(Request request);

    /**
     * Frees the tokens of a reservation that was not used. Does nothing if the reservation has
     * already ended. If the call fails, the tokens are freed later, as if the process had died.
     */
    void release(Reservation reservation);

    /** What a chatbot has spent and reserved on a day. */
    Day day(ChatbotKey chatbot, LocalDate day);

    /** The same for an organisation: all of its chatbots that use this store. */
    Day day(String org, LocalDate day);

    /**
     * A request for tokens.
     *
     * @param at the current time; its UTC day is charged
     * @param tokens the most tokens that the call can cost, at least 0
     * @param chatbotLimit the chatbot's tokens per day; empty if it has no budget
     * @param organisationLimit the tokens per day of all chatbots of its organisation; empty if the
     *     organisation has no budget
     */
    record Request(
            ChatbotKey chatbot,
            Instant at,
            long tokens,
            OptionalLong chatbotLimit,
            OptionalLong organisationLimit) {

        public Request {
            if (tokens < 0) {
                throw new IllegalArgumentException("negative number of tokens");
            }
            if (chatbotLimit.isEmpty() && organisationLimit.isEmpty()) {
                throw new IllegalArgumentException("no limit, so nothing to reserve");
            }
        }
    }

    /**
     * How much of a budget is used.
     *
     * @param spent tokens that finished calls have used
     * @param reserved tokens set aside for calls in progress
     */
    record Day(long spent, long reserved) {}
}
