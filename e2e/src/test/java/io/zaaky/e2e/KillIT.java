package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    void whatAVisitorWasToldIsSoAfterAnyKill() throws Exception {
        System.out.println("KillIT: -Dzaaky.kills=" + KILLS + " -Dzaaky.kills.seed=" + SEED);
        for (int kill = 0; kill < KILLS; kill++) {
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
        assertSound(installation.data().resolve("zaaky.db"));
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

    /** Of a database that nobody has open. */
    private static void assertSound(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            assertEquals(List.of("ok"), column(statement, "PRAGMA integrity_check"));
            assertEquals(List.of(), column(statement, "PRAGMA foreign_key_check"));
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
