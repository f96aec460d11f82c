package io.zaaky.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zaaky.app.smalltalk.SmallTalk;
import io.zaaky.app.smalltalk.SmallTalkDetector;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code run small-talk}: how much small talk is recognised, and how many questions are mistaken
 * for small talk.
 */
final class SmallTalkReport {
    static final Set<String> OPTIONS = Set.of("embedding", "model", "data", "questions", "show");

    private static final Pattern QUERY = Pattern.compile("(?m)^\\.W\\s+((?:(?!^\\.[A-Z]).*\\R?)*)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Options options;
    private final Path root = Zaaky.launcher().resolveSibling("");
    private final List<String> wrong = new ArrayList<>();

    SmallTalkReport(Options options) {
        this.options = options;
    }

    /** A file's messages. */
    private record Messages(String name, List<String> talk, List<String> questions) {}

    String run() throws IOException {
        Path data = options.folder("data", "bench/target/small-talk");
        String model = options.text("model", "bge-small-en-v1.5");
        var key = new ChatbotKey("bench", "small-talk");
        try (EmbeddingModel embedding =
                RetrievalReport.component(
                        EmbeddingModelProvider.class,
                        options.text("embedding", "onnx"),
                        Map.of("model", model),
                        new TestContext(key, data, Optional.empty(), Optional.empty()))) {
            embedding.check();
            var words = new SmallTalk(data, Clock.systemUTC());
            words.load();
            SmallTalkDetector both = words.by(embedding, "bench", Runnable::run);
            long start = System.nanoTime();
            both.prepare();
            String prepared = Table.millis(System.nanoTime() - start);
            return report(
                            message -> words.detect(message).isPresent(),
                            message -> both.detect(message).isPresent())
                    + "\nThe vectors of the examples were there after "
                    + prepared
                    + " ms.\n"
                    + String.join("\n", wrong);
        }
    }

    private String report(Predicate<String> words, Predicate<String> both) throws IOException {
        var table =
                new Table(
                        "messages",
                        "small talk",
                        "told by words",
                        "with " + options.text("model", "bge-small-en-v1.5"),
                        "questions",
                        "taken for small talk by words",
                        "with the model");
        for (Messages each : all()) {
            table.row(
                    each.name(),
                    String.valueOf(each.talk().size()),
                    share(each.talk(), words),
                    share(each.talk(), both),
                    String.valueOf(each.questions().size()),
                    number(each.questions(), words),
                    number(each.questions(), both));
            note(each, both);
        }
        return table.toString();
    }

    private static String share(List<String> messages, Predicate<String> told) {
        double share = (double) messages.stream().filter(told).count() / messages.size();
        return messages.isEmpty() ? "" : Table.percent(share);
    }

    private static String number(List<String> messages, Predicate<String> told) {
        return String.valueOf(messages.stream().filter(told).count());
    }

    private void note(Messages messages, Predicate<String> told) {
        if (options.text("show", "no").equals("yes")) {
            messages.talk().stream()
                    .filter(told.negate())
                    .forEach(each -> wrong.add("- missed, " + messages.name() + ": " + each));
            messages.questions().stream()
                    .filter(told)
                    .forEach(each -> wrong.add("- mistaken, " + messages.name() + ": " + each));
        }
    }

    private List<Messages> all() throws IOException {
        List<Messages> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve("bench/small-talk"))) {
            for (Path file : files.sorted().toList()) {
                all.add(spoken(file));
            }
        }
        String usual =
                root.resolve("config/questions.jsonl") + "," + root.resolve("bench/off-topic.txt");
        for (String name : (usual + "," + options.text("questions", "")).split(",", -1)) {
            if (!name.isEmpty()) {
                all.add(
                        new Messages(
                                Path.of(name).getFileName().toString(), List.of(), read(name)));
            }
        }
        return all;
    }

    /** A file in the form of the server's examples. */
    private static Messages spoken(Path file) throws IOException {
        String name = file.getFileName().toString();
        var messages = new Messages(name, new ArrayList<>(), new ArrayList<>());
        boolean questions = false;
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("[")) {
                questions = line.equals("[question]");
            } else if (!line.isBlank() && !line.startsWith("#")) {
                (questions ? messages.questions() : messages.talk()).add(line);
            }
        }
        return messages;
    }

    /**
     * Reads JSON with fields named "question", a test collection's queries, or one question per
     * line.
     */
    private static List<String> read(String name) throws IOException {
        Path file = Path.of(name);
        String text = Files.readString(file);
        if (name.endsWith(".json")) {
            return JSON.readTree(text).findValuesAsText("question");
        }
        if (name.endsWith(".jsonl")) {
            List<String> all = new ArrayList<>();
            for (String line : text.lines().toList()) {
                all.add(JSON.readTree(line).path("question").asText());
            }
            return all;
        }
        if (text.startsWith(".I")) {
            return QUERY.matcher(text)
                    .results()
                    .map(found -> found.group(1).strip().replaceAll("\\s+", " "))
                    .toList();
        }
        return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    }
}
