package io.zaaky.app.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The conversations and the ledger of one chatbot, for comparison. The conversations are read
 * first, so that an answer that ends in the meantime has its calls in the ledger when that is read.
 */
public final class Books {
    private final LocalDate from;
    private final LocalDate to;
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final Map<String, List<Call>> calls = new HashMap<>();
    private final List<Hole> holes = new ArrayList<>();
    private int running;

    /**
     * @param to inclusive, like {@code from}; selects conversations that began in this range
     */
    public Books(LocalDate from, LocalDate to) {
        this.from = from;
        this.to = to;
    }

    /** Adds a conversation with its messages. */
    public void conversation(JsonNode conversation) {
        String id = conversation.path("id").asText();
        String unanswered = "";
        for (JsonNode message : conversation.path("messages")) {
            if (message.path("role").asText().equals("user")) {
                missing(id, unanswered);
                unanswered = message.path("id").asText();
            } else {
                unanswered = "";
                var answer = Answer.of(id, message);
                if (answer.isRunning()) {
                    running++;
                }
                answers.put(answer.id(), answer);
            }
        }
        missing(id, unanswered);
    }

    /** Reports a question without an answer: the two are always written together. */
    private void missing(String conversation, String question) {
        if (!question.isEmpty()) {
            holes.add(
                    new Hole(
                            "conversation " + conversation + ", question " + question,
                            "its answer is not on record"));
        }
    }

    /** Clears the ledger, to read it again. */
    public void beginLedger() {
        calls.clear();
    }

    /** Adds a row of the ledger; rows are read from the first day on, without an end. */
    public void row(JsonNode row) {
        calls.computeIfAbsent(row.path("message_id").asText(), _ -> new ArrayList<>(1))
                .add(Call.of(row));
    }

    /**
     * The sum of one day of the ledger.
     *
     * @param answers that had a call
     */
    public record Sum(long answers, long prompt, long completion) {
        static final Sum NONE = new Sum(0, 0, 0);

        Sum plus(Sum other) {
            return new Sum(
                    answers + other.answers, prompt + other.prompt, completion + other.completion);
        }

        /** Reads a day of {@code usage}. */
        static Sum of(JsonNode day) {
            return new Sum(
                    day.path("answers").asLong(),
                    day.path("prompt_tokens").asLong(),
                    day.path("completion_tokens").asLong());
        }

        @Override
        public String toString() {
            return answers + " answers, " + prompt + " + " + completion + " tokens";
        }
    }

    /** The days where {@code usage} and the rows that were read differ. */
    public List<Hole> compareDays(JsonNode usage) {
        Map<LocalDate, Sum> told = new TreeMap<>();
        for (JsonNode day : usage.path("days")) {
            told.put(LocalDate.parse(day.path("day").asText()), Sum.of(day));
        }
        Map<LocalDate, Sum> read = days();
        Set<LocalDate> all = new java.util.TreeSet<>(told.keySet());
        all.addAll(read.keySet());
        List<Hole> found = new ArrayList<>();
        for (LocalDate day : all) {
            Sum one = told.getOrDefault(day, Sum.NONE);
            Sum other = read.getOrDefault(day, Sum.NONE);
            if (!one.equals(other)) {
                found.add(
                        new Hole(
                                "day " + day,
                                "the usage says "
                                        + one
                                        + ", the rows of the ledger add up to "
                                        + other));
            }
        }
        return found;
    }

    private Map<LocalDate, Sum> days() {
        Map<LocalDate, Sum> days = new TreeMap<>();
        for (List<Call> all : calls.values()) {
            for (Call call : all) {
                add(days, call.day(), new Sum(0, call.spent().prompt(), call.spent().completion()));
            }
            Check.last(all).ifPresent(last -> add(days, last.day(), new Sum(1, 0, 0)));
        }
        return days;
    }

    private void add(Map<LocalDate, Sum> days, LocalDate day, Sum sum) {
        if (!day.isBefore(from) && !day.isAfter(to)) {
            days.merge(day, sum, Sum::plus);
        }
    }

    /** The findings, once everything has been read. */
    public Findings findings() {
        List<Hole> all = new ArrayList<>(holes);
        int silent = 0;
        for (Answer answer : answers.values()) {
            if (!answer.isRunning()) {
                List<Call> made = calls.getOrDefault(answer.id(), List.of());
                all.addAll(Check.answer(answer, made));
                silent += made.isEmpty() ? 1 : 0;
            }
        }
        Set<String> forgotten = new HashSet<>(calls.keySet());
        forgotten.removeAll(answers.keySet());
        calls.forEach((id, made) -> all.addAll(Check.calls(place(id), made)));
        return new Findings(
                all,
                answers.size(),
                calls.values().stream().mapToInt(List::size).sum(),
                running,
                silent,
                forgotten.size());
    }

    private String place(String id) {
        Answer answer = answers.get(id);
        return answer == null ? "answer " + id : Check.place(answer);
    }

    /**
     * The number of stored answers by outcome that were created at that moment or later. Answers
     * that only the ledger knows are counted under {@code ""}.
     */
    public Map<String, Long> outcomesSince(java.time.Instant start) {
        Map<String, Long> counts = new TreeMap<>();
        for (Answer answer : answers.values()) {
            if (!answer.isRunning() && !java.time.Instant.parse(answer.at()).isBefore(start)) {
                counts.merge(answer.outcome(), 1L, Long::sum);
            }
        }
        calls.forEach(
                (id, made) -> {
                    if (!answers.containsKey(id)
                            && made.stream().noneMatch(call -> call.at().isBefore(start))) {
                        counts.merge("", 1L, Long::sum);
                    }
                });
        return counts;
    }
}
