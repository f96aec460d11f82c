package io.zaaky.spi;

import java.time.Instant;

/**
 * Tokens set aside for a model call. A reservation ends once: with the {@link Charge} of its
 * answer, or through {@link Budgets#release}.
 *
 * @param id the id that the store gave it
 * @param at when it was made, to the millisecond; the UTC day of this time is charged, however long
 *     the call takes
 * @param tokens how many
 * @param ofChatbot whether the tokens count against the chatbot's budget
 * @param ofOrganisation whether the tokens count against the organisation's budget
 */
public record Reservation(
        String id,
        ChatbotKey chatbot,
        Instant at,
        long tokens,
        boolean ofChatbot,
        boolean ofOrganisation) {}
