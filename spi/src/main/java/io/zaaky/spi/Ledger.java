package io.zaaky.spi;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * The record of model calls. It holds neither text nor anything about visitors, and its entries
 * stay when a conversation is deleted. Days are in UTC; both ends of a range of days are inclusive.
 */
public interface Ledger {

    /**
     * One entry.
     *
     * @param messageId the answer that the call was made for
     * @param call the call as it was recorded, without its reservation
     */
    record Entry(String messageId, ModelCall call) {}

    /**
     * The sum over all calls with the same day, provider, model, kind and outcome.
     *
     * @param calls the number of calls
     * @param answers how many of the calls completed their answer: the last {@link
     *     ModelCall.Kind#ANSWER} call made for it. Over all sums, each answer counts once
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

    /** The sums of all chatbots of an organisation that use this store, in the order of days. */
    List<Sum> sums(String org, LocalDate from, LocalDate to);

    /** The same for every organisation that has entries. */
    SortedMap<String, List<Sum>> sums(LocalDate from, LocalDate to);

    /**
     * Passes a chatbot's entries to {@code out}, oldest first. Memory use does not depend on their
     * number. No database connection or lock is held while {@code out} works. If {@code out}
     * throws, the call ends with that exception.
     *
     * @param from the start of the range, inclusive
     * @param to the end of the range, exclusive
     */
    void entries(ChatbotKey chatbot, Instant from, Instant to, Consumer<Entry> out);
}
