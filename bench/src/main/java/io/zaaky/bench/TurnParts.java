package io.zaaky.bench;

import io.zaaky.bench.ThreadClocks.Group;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * The cost of the parts of a turn, from a flight recording: a sample belongs to the first part that
 * has a method in its stack.
 */
final class TurnParts {
    /**
     * Rules in order of precedence: methods of earlier rules can be called by methods of later
     * ones.
     */
    private static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "log",
                            "java.util.logging.",
                            "jdk.internal.logger.",
                            "java.lang.System$Logger"),
                    new Rule("metrics", "app.metrics.", "io.helidon.metrics."),
                    new Rule(
                            "embedding of the question",
                            "embedding.",
                            "app.plugin.OrganisationEmbedding"),
                    new Rule("small talk", "app.smalltalk."),
                    new Rule(
                            "search: words",
                            "retrieval.lucene.KeywordLeg",
                            "retrieval.lucene.CountedWords"),
                    new Rule(
                            "search: meaning",
                            "retrieval.lucene.VectorLeg",
                            "retrieval.lucene.Sketch"),
                    new Rule("search: the rest", "retrieval."),
                    new Rule(
                            "merge and selection",
                            "app.chat.PassageMerge",
                            "app.chat.PassageSelection"),
                    new Rule("verdict", "app.chat.ContextJudge"),
                    new Rule(
                            "queries",
                            "app.chat.QueryEnhancer",
                            "app.chat.Queries",
                            "app.chat.Grounder"),
                    new Rule("store: history", "conversation.Messages#last"),
                    new Rule(
                            "store: write of the question",
                            "conversation.JdbcConversationStore#lambda$append",
                            "app.chat.Transcript#open"),
                    new Rule(
                            "store: write of the answer",
                            "conversation.JdbcConversationStore#lambda$update",
                            "app.chat.Transcript#close"),
                    new Rule("store: commits", "conversation."),
                    new Rule("prompt", "app.chat.PromptBuilder"),
                    new Rule("connection to the model", "llm.langchain4j.Connector"),
                    new Rule(
                            "relay",
                            "llm.langchain4j.ChatBridge#read",
                            "app.http.Viewer#piece",
                            "app.http.AnswerLog"),
                    new Rule("request to the model", "llm."),
                    new Rule(
                            "stream's begin and end",
                            "app.http.Viewer",
                            "app.http.StreamRoutes#open",
                            "app.http.Payloads",
                            "app.http.LiveAnswer"),
                    new Rule(
                            "admission",
                            "app.http.Admission",
                            "app.http.Exchange",
                            "app.http.ChatRequest",
                            "app.http.Json"),
                    new Rule("turn, the rest", "app.chat."),
                    new Rule("connection and HTTP", "app.http.", "io.helidon."),
                    new Rule("threads and the rest", ""));

    /**
     * Heavier samples are ignored: the first sample of a thread represents everything that the
     * thread has allocated since it began.
     */
    private static final long MOST_WEIGHT = 8 << 20;

    /** Groups whose share comes from the kernel's clocks. */
    private static final Set<Group> WITHOUT_STACKS =
            EnumSet.of(Group.COMPILERS, Group.COLLECTOR, Group.RECORDER);

    private final Map<String, Long> cpu = new HashMap<>();
    private final Map<String, Long> allocated = new HashMap<>();
    private final Map<String, Long> waits = new HashMap<>();
    private final int turns;
    private final Map<Group, Long> groups;
    private long sampled;
    private long samples;
    private long withoutStack;
    private long lostSamples;

    private TurnParts(int turns, Map<Group, Long> groups) {
        this.turns = turns;
        this.groups = groups;
    }

    /**
     * @param beginnings of {@code CLASS#METHOD}; names without a package are below {@code io.zaaky}
     */
    private record Rule(String part, List<String> beginnings) {
        Rule(String part, String... beginnings) {
            this(part, Stream.of(beginnings).map(Rule::whole).toList());
        }

        private static String whole(String beginning) {
            boolean whole = beginning.isEmpty() || beginning.matches("(java|jdk|io)\\..*");
            return whole ? beginning : "io.zaaky." + beginning;
        }

        private boolean fits(String frame) {
            return beginnings.stream().anyMatch(frame::startsWith);
        }
    }

    /**
     * @param turns the number of recorded turns
     * @param groups the times of the groups according to the kernel's thread clocks, in nanoseconds
     */
    static TurnParts read(Path recording, int turns, Map<Group, Long> groups) throws IOException {
        var parts = new TurnParts(turns, groups);
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                parts.take(file.readEvent());
            }
        }
        return parts;
    }

    private void take(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.CPUTimeSample" -> {
                Duration period = event.getDuration("samplingPeriod");
                sampled += period.toNanos();
                samples++;
                if (event.getBoolean("failed")) {
                    withoutStack += period.toNanos();
                } else {
                    cpu.merge(part(event), period.toNanos(), Long::sum);
                }
            }
            case "jdk.CPUTimeSamplesLost" -> lostSamples += event.getInt("lostSamples");
            case "jdk.ObjectAllocationSample" -> {
                long weight = event.getLong("weight");
                if (weight < MOST_WEIGHT) {
                    allocated.merge(part(event), weight, Long::sum);
                }
            }
            case "jdk.JavaMonitorEnter", "jdk.ThreadPark", "jdk.VirtualThreadPinned" ->
                    waits.merge(part(event), 1L, Long::sum);
            default -> {}
        }
    }

    private static String part(RecordedEvent event) {
        List<String> stack = stack(event);
        for (Rule rule : RULES) {
            for (String frame : stack) {
                if (rule.fits(frame)) {
                    return rule.part();
                }
            }
        }
        return RULES.getLast().part();
    }

    private static List<String> stack(RecordedEvent event) {
        RecordedStackTrace trace = event.getStackTrace();
        if (trace == null) {
            return List.of();
        }
        List<String> frames = new ArrayList<>();
        for (RecordedFrame frame : trace.getFrames()) {
            frames.add(frame.getMethod().getType().getName() + "#" + frame.getMethod().getName());
        }
        return frames;
    }

    /** The processor time of all samples, in nanoseconds. */
    long sampled() {
        return sampled + lost();
    }

    /**
     * The time of samples that the recorder could not take. It only counts them, so they belong to
     * no part; each is assumed to represent as much time as the others.
     */
    private long lost() {
        return samples == 0 ? 0 : sampled / samples * lostSamples;
    }

    @Override
    public String toString() {
        var table = new Table("part", "CPU ms a turn", "allocated KiB a turn", "waits a turn");
        List<String> names = RULES.stream().map(Rule::part).toList();
        names.forEach(
                name ->
                        table.row(
                                name,
                                perTurn(cpu.getOrDefault(name, 0L) / 1e6),
                                Table.decimal(allocated.getOrDefault(name, 0L) / 1024.0 / turns, 1),
                                perTurn((double) waits.getOrDefault(name, 0L))));
        long java = 0;
        for (Group group : Group.values()) {
            if (!WITHOUT_STACKS.contains(group)) {
                java += groups.getOrDefault(group, 0L);
            } else {
                table.row(group.title, perTurn(groups.getOrDefault(group, 0L) / 1e6), "", "");
            }
        }
        table.row("samples without a stack", perTurn(withoutStack / 1e6), "", "");
        table.row("samples lost", perTurn(lost() / 1e6), "", "");
        table.row("not sampled", perTurn((java - sampled()) / 1e6), "", "");
        long all = groups.values().stream().mapToLong(Long::longValue).sum();
        table.row(
                "all",
                perTurn(all / 1e6),
                Table.decimal(sum(allocated) / 1024.0 / turns, 1),
                perTurn((double) sum(waits)));
        return table.toString();
    }

    private static long sum(Map<String, Long> all) {
        return all.values().stream().mapToLong(Long::longValue).sum();
    }

    private String perTurn(double value) {
        return Table.decimal(value / turns, 2);
    }
}
