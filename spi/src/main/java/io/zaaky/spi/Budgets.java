package io.zaaky.spi;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tokens by day in UTC: what was spent, and what is set aside for calls that are under way. Nothing
 * is written for whom nothing is reserved. Limits are the caller's; they may change during a day.
 *
 * <p>What is spent is the sum of what the {@link Ledger} has of calls for which something was
 * reserved, and, before the first reservation of a day, of all calls of that day but the free ones.
 */
public interface Budgets {

    /**
     * Sets tokens aside, of the chatbot's and the organisation's budget in one step: of both or of
     * neither. Whoever asks at the same time, in whichever process, never gets more than the limit
     * together. Durable when it returns, and given back if the process dies, after a minute or so
     * at the latest, or an hour after it was made.
     *
     * @return empty if they do not fit into one of the limits
     * @throws IllegalArgumentException if there is neither limit
     */
    Optional<Reservation> reserve(Request request);

    /**
     * Gives back what was not used. Does nothing if it has ended already. If it fails, the tokens
     * come back as if the process had died.
     */
    void release(Reservation reservation);

    /** A chatbot's day. */
    Day day(ChatbotKey chatbot, LocalDate day);

    /** An organisation's day: all of its chatbots that this store keeps. */
    Day day(String org, LocalDate day);

    /**
     * A wish for tokens.
     *
     * @param at now; the day in UTC is the one that is charged
     * @param tokens the most that the call can cost, at least 0
     * @param chatbotLimit tokens a day of this chatbot; empty if it has no budget
     * @param organisationLimit tokens a day of all its organisation's chatbots; empty if it has no
     *     budget
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
     * Where a budget stands.
     *
     * @param spent tokens
     * @param reserved tokens set aside for calls that are under way
     */
    record Day(long spent, long reserved) {}
}
