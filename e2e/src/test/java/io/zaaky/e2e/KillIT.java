package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.testkit.StubUpstream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a visitor was told is still so after the process was killed, at whatever moment. {@code
 * -Dzaaky.kills=N} kills N times; {@code -Dzaaky.kills.seed=N} chooses the same moments again, as
 * far as threads allow.
 */
final class KillIT {
    private static final int KILLS = Integer.getInteger("zaaky.kills", 5);
    private static final long SEED = Long.getLong("zaaky.kills.seed", System.nanoTime());
    private static final int VISITORS = 6;
    private static final int MOST_EVENTS = 400; // that arrive before a kill
    private static final int MOST_MICROS = 15_000; // from the last of them to the kill

    private static final List<Map.Entry<String, List<String>>> SQLITE_CHECKS =
            List.of(
                    Map.entry("PRAGMA integrity_check", List.of("ok")),
                    Map.entry("PRAGMA foreign_key_check", List.of()));

    private final Random random = new Random(SEED);
    private final StubUpstream model = StubUpstream.start(Regular.model());
    private final List<Regular> visitors =
            IntStream.range(0, VISITORS).mapToObj(n -> new Regular("acme/desk", n)).toList();
    private Installation installation;

    @BeforeEach
    void install(@TempDir Path folder) {
        installation = Installation.in(folder);
        installation.desk(model.uri("/v1"));
    }

    @AfterEach
    void leave() {
        visitors.forEach(Regular::close);
        model.close();
    }

    @Test
    @Tag("RES-14")
    @Tag("DUR-02")
    void whatAVisitorWasToldIsSoAfterAnyKill() throws Exception {
        assertTrueAfterKills(KILLS);
        assertSound("jdbc:sqlite:" + installation.data().resolve("zaaky.db"), SQLITE_CHECKS);
    }

    @Test
    @Tag("DUR-02")
    void theSameWithTheConversationsInPostgres() throws Exception {
        try (var database = new OwnDatabase()) {
            conversationsIn(database);
            assertTrueAfterKills(Math.max(2, KILLS / 2));
            assertSound(database.url(), List.of());
        }
    }

    @Test
    @Tag("DUR-03")
    void aQuestionThatTheModelHasGotIsKeptThoughNothingWasAnswered() throws Exception {
        keptThoughNothingWasAnswered();
    }

    @Test
    @Tag("DUR-03")
    void aQuestionThatTheModelHasGotIsKeptInPostgresToo() throws Exception {
        try (var database = new OwnDatabase()) {
            conversationsIn(database);
            keptThoughNothingWasAnswered();
        }
    }

    private void conversationsIn(OwnDatabase database) {
        installation.server("data-sources: {main: {url: \"" + database.url() + "\"}}\n");
    }

    private void keptThoughNothingWasAnswered() throws Exception {
        try (var silent = StubUpstream.start(StubUpstream.openAi().holdHeaders());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            installation.desk(silent.uri("/v1"));
            Regular visitor = visitors.getFirst();
            try (var zaaky = installation.serve()) {
                var asking = threads.submit(() -> visitor.ask(zaaky, () -> {}));
                var _ = silent.call(0); // it is there
                zaaky.kill();
                assertEquals(Asked.Outcome.UNKNOWN, asking.get(60, TimeUnit.SECONDS).outcome());
            }
            try (var zaaky = installation.serve()) {
                JsonNode history = visitor.history(zaaky);
                assertEquals(2, history.size(), history::toString);
                assertEquals(
                        visitor.log().getFirst().question(),
                        history.get(0).path("content").asText());
                assertEquals("failed", history.get(1).path("state").asText(), history::toString);
                zaaky.stop();
            }
        }
    }

    private void assertTrueAfterKills(int kills) throws Exception {
        System.out.println("KillIT: -Dzaaky.kills=" + KILLS + " -Dzaaky.kills.seed=" + SEED);
        for (int kill = 0; kill < kills; kill++) {
            try (var zaaky = installation.serve()) {
                askUntilKilled(zaaky);
            }
        }
        try (var zaaky = installation.serve()) {
            assertAsTold(zaaky);
            for (Regular visitor : visitors) {
                visitor.ask(zaaky, () -> {}).told().complete();
            }
            assertAsTold(zaaky);
            zaaky.stop();
        }
        System.out.println("KillIT: questions by what was seen: " + outcomes());
    }

    private void askUntilKilled(ZaakyProcess zaaky) throws Exception {
        var moment = new CountDownLatch(random.nextInt(MOST_EVENTS));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> asking = new ArrayList<>();
            for (Regular visitor : visitors) {
                asking.add(
                        threads.submit(() -> visitor.askUntilItBreaks(zaaky, moment::countDown)));
            }
            boolean came = moment.await(60, TimeUnit.SECONDS);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(MOST_MICROS)));
            zaaky.kill();
            for (Future<?> one : asking) {
                one.get(60, TimeUnit.SECONDS);
            }
            assertTrue(came, () -> "too few events; " + zaaky.log());
        }
    }

    private void assertAsTold(ZaakyProcess zaaky) {
        var reckoning = new Reckoning(Regular::answer);
        for (Regular visitor : visitors) {
            reckoning.check(visitor.log(), visitor.history(zaaky));
        }
        assertEquals(
                List.of(),
                reckoning.problems(),
                () -> "with -Dzaaky.kills.seed=" + SEED + " after " + outcomes());
    }

    private Map<Asked.Outcome, Long> outcomes() {
        return visitors.stream()
                .flatMap(visitor -> visitor.log().stream())
                .collect(Collectors.groupingBy(Asked::outcome, Collectors.counting()));
    }

    /**
     * Of a database that nobody has open.
     *
     * @param checks and what each must say
     */
    private static void assertSound(String url, List<Map.Entry<String, List<String>>> checks)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (var check : checks) {
                assertEquals(check.getValue(), column(statement, check.getKey()), check.getKey());
            }
            assertEquals(
                    List.of(),
                    column(statement, "SELECT id FROM messages WHERE state = 'running'"));
        }
    }

    private static List<String> column(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
