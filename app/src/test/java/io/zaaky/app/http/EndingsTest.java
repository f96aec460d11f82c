package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.zaaky.app.RunningServer;
import io.zaaky.app.http.EndingsTable.Row;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a provider does, an answer has one ending, and the visitor, the stream and the
 * conversation agree about it. One chatbot for each row, all in one server, in which few answers
 * may be under way at once: each question proves that the ones before it have given back what they
 * held.
 */
@TestInstance(Lifecycle.PER_CLASS)
class EndingsTest {
    private static final String QUESTION = "What is up on the island today?";
    private static final Set<String> FOR_GOOD = Set.of("provider_rejected", "internal");

    /** More than the scripts that are cut at each byte have. */
    private static final int EVERYWHERE = 600;

    private final List<Row> rows = EndingsTable.rows();
    private final List<StubUpstream> upstreams = new ArrayList<>();
    private final StringBuilder chatbots = new StringBuilder("chatbots:\n");
    private RunningServer server;
    private Path dump;

    @BeforeAll
    void start(@TempDir Path folder) {
        rows.forEach(row -> chatbot(row.llm(), row.nodes(), row.script()));
        chatbot("", "", everywhere((script, at) -> script.closeDelimited().cutAfter(at)));
        chatbot("", "", everywhere(StubScript::resetAfter));
        server =
                RunningServer.start(
                        folder,
                        "server: {max-streams: 3, requests-per-minute: 1000000}\n",
                        chatbots.toString());
        dump = folder.resolve("threads.txt");
    }

    /** Before the server stops: what is left then was left by an answer. */
    @AfterAll
    void stop() {
        Conditions.await("no thread in an answer", this::busyThreads, List::isEmpty);
        server.close();
        upstreams.forEach(StubUpstream::close);
    }

    private static StubScript[] everywhere(BiFunction<StubScript, Long, StubScript> cut) {
        return LongStream.range(0, EVERYWHERE)
                .mapToObj(
                        at ->
                                cut.apply(
                                        StubUpstream.openAi()
                                                .tokens("aé", "😀")
                                                .finish("stop")
                                                .usage(3, 2),
                                        at))
                .toArray(StubScript[]::new);
    }

    private void chatbot(String llm, String nodes, StubScript... scripts) {
        int number = upstreams.size();
        var upstream = StubUpstream.start(scripts);
        upstreams.add(upstream);
        chatbots.append(
                """
                  ending-%d:
                    {llm: {provider: openai, base-url: '%s', model: m, api-key: sk-secret%s},
                     limits: {messages-per-minute: 100000, parallel-answers: 1, max-wait: 20s}%s}
                """
                        .formatted(number, upstream.uri("/v1"), more(llm), more(nodes)));
    }

    private static String more(String yaml) {
        return yaml.isEmpty() ? "" : ", " + yaml;
    }

    List<Row> rows() {
        return rows;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    @Tag("UP-05")
    @Tag("UP-07")
    @Tag("UP-08")
    @Tag("UP-10")
    @Tag("UP-16")
    @Tag("UP-18")
    void everyAnswerHasOneEndingThatAllAgreeAbout(Row row) {
        int number = rows.indexOf(row);
        Told told = ask(number, "the-session-of-one-ending");
        JsonNode last = told.last();
        if (row.completes()) {
            assertEquals("complete", last.get("type").asText(), last::toString);
            assertEquals(row.end(), last.get("finish_reason").asText(), last::toString);
        } else {
            assertEquals("error", last.get("type").asText(), last::toString);
            assertEquals(row.end(), last.get("code").asText(), last::toString);
            assertEquals(
                    !FOR_GOOD.contains(row.end()),
                    last.get("retryable").asBoolean(),
                    last::toString);
        }
        assertTrue(row.isSaid(told.text()), () -> "said: " + start(told.text()));
        assertEquals(row.state(), told.stored().get("state").asText(), () -> said(told));
        assertFalse(last.toString().contains("secret"), last::toString);
        assertNothingIsOpen(number);
    }

    @Test
    @Tag("UP-04")
    void aProviderThatIsCutAtAnyByteGivesTheWholeAnswerOrAnError() {
        endsEverywhere(rows.size());
    }

    @Test
    @Tag("UP-04")
    @Tag("UP-16")
    void aProviderThatIsResetAtAnyByteGivesTheWholeAnswerOrAnError() {
        endsEverywhere(rows.size() + 1);
    }

    private void endsEverywhere(int number) {
        boolean complete = false;
        for (int at = 0; at < EVERYWHERE; at++) {
            Told told = ask(number, "the-session-of-cut-number-%d".formatted(at));
            String where = "cut after byte " + at + ": " + told;
            boolean whole = told.last().get("type").asText().equals("complete");
            assertTrue(whole || !complete, where);
            complete = whole;
            assertTrue("aé😀".startsWith(told.text()), where);
            assertTrue(told.text().equals("aé😀") || !whole, where);
            String unfinished = told.text().isEmpty() ? "failed" : "incomplete";
            assertEquals(
                    whole ? "complete" : unfinished, told.stored().get("state").asText(), where);
            assertEquals(at + 1, upstreams.get(number).calls(), where);
        }
        assertTrue(complete, "the whole script is longer than " + EVERYWHERE + " bytes");
        assertNothingIsOpen(number);
    }

    /**
     * What came of a question.
     *
     * @param text the tokens joined
     * @param last the last event
     * @param stored the answer in the conversation
     */
    private record Told(String text, JsonNode last, JsonNode stored) {}

    /** Asks, and checks what is so for every ending. */
    private Told ask(int number, String session) {
        String chatbot = "acme/ending-" + number;
        List<JsonNode> events = server.stream(chatbot, QUESTION, session).toList();
        JsonNode last = events.getLast();
        List<JsonNode> before = events.subList(0, events.size() - 1);
        assertFalse(isToken(last), () -> "no ending, but " + last);
        assertTrue(last.get("done").asBoolean(), last::toString);
        assertTrue(
                before.stream().allMatch(EndingsTest::isToken),
                () -> "more than one ending: " + before);
        String text =
                before.stream()
                        .map(event -> event.get("content").asText())
                        .collect(Collectors.joining());
        if (last.get("type").asText().equals("complete")) {
            assertEquals(text, last.get("content").asText(), "the content is not the tokens");
        }
        List<JsonNode> history = server.history(chatbot, session);
        assertEquals(2, history.size(), history::toString);
        assertEquals(QUESTION, history.getFirst().get("content").asText());
        JsonNode stored = history.getLast();
        assertEquals("assistant", stored.get("role").asText(), stored::toString);
        assertEquals(text, stored.get("content").asText(), "stored is not what was said");
        return new Told(text, last, stored);
    }

    private static boolean isToken(JsonNode event) {
        return event.get("type").asText().equals("token") && !event.get("done").asBoolean();
    }

    private void assertNothingIsOpen(int number) {
        StubUpstream upstream = upstreams.get(number);
        for (int i = 0; i < upstream.calls(); i++) {
            upstream.call(i).awaitClosed();
        }
        List<String> open =
                server.management("/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("zaaky_provider_calls_open{"))
                        .filter(line -> line.contains("chatbot=\"ending-" + number + "\""))
                        .toList();
        assertEquals(1, open.size(), open::toString);
        assertTrue(open.getFirst().endsWith(" 0.0"), open::toString);
    }

    /**
     * The frames of all threads, virtual ones too, that belong to an answer or a provider's call.
     */
    private List<String> busyThreads() {
        try {
            Files.deleteIfExists(dump);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
            return Files.readAllLines(dump).stream()
                    .filter(
                            line ->
                                    line.contains("io.zaaky.app.chat.Chatbot.")
                                            || line.contains("io.zaaky.app.http.Viewer.")
                                            || line.contains("io.zaaky.llm."))
                    .filter(line -> !line.contains("Watchdog"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String said(Told told) {
        return told.last() + " after " + start(told.text());
    }

    private static String start(String text) {
        return text.substring(0, Math.min(text.length(), 200));
    }
}
