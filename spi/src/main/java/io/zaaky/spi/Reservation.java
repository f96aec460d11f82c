package io.zaaky.spi;

import java.time.Instant;

/**
 * Tokens set aside for a call of a model. It ends once: with the {@link Charge} of its answer, or
 * by {@link Budgets#release}.
 *
 * @param id the store's
 * @param at when it was made, to the millisecond; its day in UTC is the one that is charged,
 *     however long the call takes
 * @param tokens how many
 * @param ofChatbot whether they are held against the chatbot's budget
 * @param ofOrganisation whether they are held against the organisation's budget
 */
public record Reservation(
        String id,
        ChatbotKey chatbot,
        Instant at,
        long tokens,
        boolean ofChatbot,
        boolean ofOrganisation) {}
