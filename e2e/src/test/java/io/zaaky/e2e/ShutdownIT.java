package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while many answers are under way. */
final class ShutdownIT {
    private static final int FINISHING = 8; // when the test lets them
    private static final int ENDLESS = 8;
    private static final int SILENT = 4;
    private static final int ALL = FINISHING + ENDLESS + SILENT;
    private static final String QUESTION = "What is on the programme today?";

    private final StubUpstream model =
            StubUpstream.start(
                    Stream.of(
                                    Collections.nCopies(FINISHING, finishing()),
                                    Collections.nCopies(ENDLESS, endless()),
                                    Collections.nCopies(SILENT, silent()))
                            .flatMap(List::stream)
                            .toArray(StubScript[]::new));
    private final List<Visitor> visitors =
            IntStream.range(0, ALL)
                    .mapToObj(
                            n ->
                                    new Visitor(
                                            "acme/desk",
                                            "the-session-of-visitor-%02d".formatted(n)))
                    .toList();
    private Installation installation;

    private static StubScript finishing() {
        return StubUpstream.openAi().tokens("A ").hold().tokens("concert.").finish("stop");
    }

    private static StubScript endless() {
        return StubUpstream.openAi().endlessTokens("on ", Duration.ofMillis(20));
    }

    private static StubScript silent() {
        return StubUpstream.openAi().endless(": thinking\n\n", Duration.ofMillis(20));
    }

    @BeforeEach
    void install(@TempDir Path folder) {
        installation = Installation.in(folder);
        installation.server("server: {shutdown-grace: 8s}\n");
        installation.desk(model.uri("/v1"));
    }

    @AfterEach
    void leave() {
        visitors.forEach(Visitor::close);
        model.close();
    }

    @Test
    @Tag("OPS-01")
    void everyStreamHasItsEndingAndNothingNewBegins() throws Exception {
        List<Told> told = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var zaaky = installation.serve()) {
            List<Future<Told>> asking = askAll(zaaky, threads);
            zaaky.terminate();
            Conditions.await(
                    "/health/ready with 503",
                    () -> visitors.getFirst().status(zaaky.management("/health/ready")),
                    seen -> seen == 503);
            assertTrue(asking.stream().noneMatch(Future::isDone), asking::toString);
            assertRefused(zaaky);
            for (int i = 0; i < FINISHING; i++) {
                model.release();
            }
            for (Future<Told> one : asking) {
                told.add(one.get(60, TimeUnit.SECONDS));
            }
            zaaky.awaitEnd();
        }
        assertEquals(
                Map.of("complete", (long) FINISHING, "error", (long) (ENDLESS + SILENT)),
                told.stream()
                        .map(one -> one.ending().path("type").asText())
                        .collect(Collectors.groupingBy(type -> type, Collectors.counting())));
        try (var zaaky = installation.serve()) {
            for (int i = 0; i < ALL; i++) {
                assertKept(told.get(i), visitors.get(i).history(zaaky));
            }
            zaaky.stop();
        }
    }

    @Test
    @Tag("OPS-01")
    void aSecondSigtermEndsAllStreamsAtOnceAndWithTheirEndings() throws Exception {
        installation.server("server: {shutdown-grace: 1h}\n");
        List<Told> told = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var zaaky = installation.serve()) {
            List<Future<Told>> asking = askAll(zaaky, threads);
            zaaky.terminate();
            Conditions.await(
                    "/health/ready with 503",
                    () -> visitors.getFirst().status(zaaky.management("/health/ready")),
                    seen -> seen == 503);
            zaaky.terminate();
            for (Future<Told> one : asking) {
                told.add(one.get(60, TimeUnit.SECONDS));
            }
            zaaky.awaitEnd();
        }
        for (Told one : told) {
            assertEquals("shutting_down", one.error().path("code").asText(), one::toString);
        }
    }

    /** Returns when all have asked, and have heard something if they ever will. */
    private List<Future<Told>> askAll(ZaakyProcess zaaky, ExecutorService threads)
            throws InterruptedException {
        var talking = new CountDownLatch(FINISHING + ENDLESS);
        List<Future<Told>> asking = new ArrayList<>();
        for (Visitor visitor : visitors) {
            var heard = new AtomicBoolean();
            asking.add(
                    threads.submit(
                            () ->
                                    visitor.ask(
                                            zaaky,
                                            QUESTION,
                                            _ -> {
                                                if (!heard.getAndSet(true)) {
                                                    talking.countDown();
                                                }
                                            })));
        }
        model.call(ALL - 1);
        assertTrue(talking.await(60, TimeUnit.SECONDS), () -> "silent: " + talking.getCount());
        return asking;
    }

    private static void assertRefused(ZaakyProcess zaaky) {
        try (var newcomer = new Visitor("acme/desk", "the-session-of-a-latecomer")) {
            var refused = newcomer.askPlainly(zaaky, QUESTION);
            assertEquals(503, refused.statusCode(), refused::body);
            assertEquals(
                    "shutting_down",
                    Visitor.json(refused.body()).path("code").asText(),
                    refused::body);
            assertTrue(
                    refused.headers().firstValue("Retry-After").isPresent(),
                    () -> refused.headers().toString());
        }
    }

    private static void assertKept(Told told, JsonNode history) {
        JsonNode ending = told.ending();
        JsonNode answer = history.path(1);
        String seen = ending + " and stored: " + history;
        assertEquals(2, history.size(), seen);
        assertEquals(told.text(), answer.path("content").asText(), seen);
        if (ending.path("type").asText().equals("complete")) {
            assertEquals("A concert.", told.text(), seen);
            assertEquals("complete", answer.path("state").asText(), seen);
        } else {
            assertEquals("shutting_down", ending.path("code").asText(), seen);
            assertTrue(ending.path("retryable").asBoolean(), seen);
            String state = told.text().isEmpty() ? "failed" : "incomplete";
            assertEquals(state, answer.path("state").asText(), seen);
        }
    }
}
