package io.zaaky.spi;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * The account of calls of models. It holds neither text nor anything about visitors, and what is in
 * it stays when a conversation is forgotten. Days are in UTC, and both ends of a range of days
 * count.
 */
public interface Ledger {

    /**
     * One row.
     *
     * @param messageId the answer that it was made for
     * @param call as it was given, without its reservation
     */
    record Entry(String messageId, ModelCall call) {}

    /**
     * What calls add up to that were alike in day, provider, model, kind and outcome.
     *
     * @param calls how many
     * @param answers how many of them closed their answer: the last call that was made for it with
     *     {@link ModelCall.Kind#ANSWER}. Over all sums each answer counts once
     * @param estimated how many of the calls have an estimated usage
     */
    record Sum(
            LocalDate day,
            String provider,
            String model,
            ModelCall.Kind kind,
            Outcome outcome,
            long calls,
            long answers,
            long promptTokens,
            long completionTokens,
            long estimated) {}

    /** A chatbot's sums, in the order of days. */
    List<Sum> sums(ChatbotKey chatbot, LocalDate from, LocalDate to);

    /** The sums of all chatbots of an organisation that this store keeps, in the order of days. */
    List<Sum> sums(String org, LocalDate from, LocalDate to);

    /** The same for every organisation that has any. */
    SortedMap<String, List<Sum>> sums(LocalDate from, LocalDate to);

    /**
     * Hands out a chatbot's rows, oldest first, in constant memory however many there are. Nothing
     * of the database is held while {@code out} works; what it throws ends the call.
     *
     * @param from the first instant that counts
     * @param to the first one that does not
     */
    void entries(ChatbotKey chatbot, Instant from, Instant to, Consumer<Entry> out);
}
