package io.zaaky.ingestion.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.testkit.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One fetcher, and what all fetchers share, used by several threads at once. */
@Tag("THR-03")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FetcherThreadsTest {
    private static final int MANY = 30_000;

    @Test
    void whoNeedsRobotsThatAnotherIsAskingForWaitsForThatAnswer() throws Exception {
        var asked = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var connections = new AtomicInteger();
        try (var server =
                new RawServer(
                        out -> {
                            if (connections.getAndIncrement() == 0) {
                                asked.countDown();
                                goOn.await();
                                out.write(RawServer.bytes("HTTP/1.1 404 Not Found\r\n\r\n"));
                            } else {
                                out.write(
                                        RawServer.bytes(
                                                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
                                                        + "hello"));
                            }
                        })) {
            Fetcher fetcher = Fetchers.to("127.0.0.1");
            var first = new FutureTask<>(() -> get(fetcher, server));
            var second = new FutureTask<>(() -> get(fetcher, server));
            Thread.ofPlatform().start(first);
            asked.await();
            Thread waiting = Thread.ofPlatform().start(second);
            awaitWaiting(waiting);
            goOn.countDown();
            assertEquals(List.of("page hello", "page hello"), List.of(first.get(), second.get()));
            assertEquals(3, connections.get(), "robots.txt once, the page twice");
        }
    }

    private static String get(Fetcher fetcher, RawServer server) throws InterruptedException {
        return Fetchers.told(fetcher.fetch(server.url(), Validators.NONE, type -> true));
    }

    private static void awaitWaiting(Thread thread) {
        Conditions.await(
                "a thread that waits",
                thread::getState,
                state -> state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING);
    }

    @Test
    void aHundredSitesAtOnceHaveTheirOwnRobots() throws Exception {
        var robots = new RobotsFiles();
        var asked = new AtomicInteger();
        var wrong = new ConcurrentLinkedQueue<String>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int j = 0; j < 10_000; j++) {
                                            ask(robots, "http://site" + j % 100, asked, wrong);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), List.copyOf(wrong));
        assertEquals(100, asked.get());
        assertEquals(100, robots.size());
    }

    private static void ask(
            RobotsFiles robots, String origin, AtomicInteger asked, Queue<String> wrong) {
        try {
            Robots said =
                    robots.of(
                            origin,
                            Instant.EPOCH,
                            () -> {
                                asked.incrementAndGet();
                                return robots(origin, 10);
                            });
            if (!said.allows(WebUrl.parse(origin + "/open"))
                    || said.allows(WebUrl.parse(origin + "/private"))) {
                wrong.add(origin);
            }
        } catch (FetchException | InterruptedException e) {
            wrong.add(origin + ": " + e);
        }
    }

    private static Robots robots(String origin, int bytes) {
        byte[] file = RawServer.bytes("User-agent: *\nDisallow: /private\n" + " ".repeat(bytes));
        return Robots.of(WebUrl.parse(origin + "/robots.txt"), file, "text/plain", Instant.MAX);
    }

    @Test
    void onlySoMuchIsRememberedOfRobots() throws Exception {
        var robots = new RobotsFiles();
        for (int i = 0; i < 100; i++) {
            String origin = "http://site" + i;
            robots.of(origin, Instant.EPOCH, () -> robots(origin, 1 << 20));
        }
        assertTrue(robots.size() < 10, robots.size() + " of half a megabyte");
        for (int i = 0; i < MANY; i++) {
            robots.of("http://small" + i, Instant.EPOCH, () -> Robots.none(404, Instant.MAX));
        }
        assertTrue(robots.size() < 10_000, robots.size() + " sites");
    }

    @Test
    void onlySoManyHostsAreRememberedAndOneInUseIsNeverForgotten() throws Exception {
        var hosts = new Hosts(() -> 0, duration -> {});
        var inTurn = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var atOnce = new AtomicInteger();
        var first =
                new FutureTask<>(
                        () ->
                                hosts.inTurn(
                                        "used",
                                        Duration.ZERO,
                                        () -> {
                                            int users = atOnce.incrementAndGet();
                                            inTurn.countDown();
                                            goOn.await();
                                            atOnce.decrementAndGet();
                                            return users;
                                        }));
        Thread.ofPlatform().start(first);
        inTurn.await();
        for (int i = 0; i < MANY; i++) {
            hosts.inTurn("host" + i, Duration.ZERO, () -> true);
        }
        assertTrue(hosts.size() <= 10_001, hosts.size() + " hosts");
        var second =
                new FutureTask<>(
                        () -> hosts.inTurn("used", Duration.ZERO, atOnce::incrementAndGet));
        awaitWaiting(Thread.ofPlatform().start(second));
        goOn.countDown();
        assertEquals(1, first.get());
        assertEquals(1, second.get(), "asked at once");
    }

    @Test
    @Tag("COST-14")
    void ofAHostThatSeveralWantOrganisationsTakeTurns() throws Exception {
        var hosts = new Hosts(() -> 0, duration -> {});
        var goOn = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<FutureTask<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(wanting(hosts.of("hostile"), goOn, () -> order.add("hostile")));
        }
        all.add(wanting(hosts.of("quiet"), goOn, () -> order.add("quiet")));
        goOn.countDown();
        for (FutureTask<Boolean> each : all) {
            assertTrue(each.get());
        }
        // one was under way, and one had waited before
        assertEquals(List.of("hostile", "hostile", "quiet"), order.subList(0, 3));
    }

    /** One that asks the host, and waits for its turn or for {@code goOn} when this returns. */
    private static FutureTask<Boolean> wanting(
            Hosts hosts, CountDownLatch goOn, Callable<Boolean> work) throws Exception {
        var task =
                new FutureTask<>(
                        () ->
                                hosts.inTurn(
                                        "host",
                                        Duration.ZERO,
                                        () -> {
                                            goOn.await();
                                            return work.call();
                                        }));
        awaitWaiting(Thread.ofPlatform().start(task));
        return task;
    }

    @Test
    void aPauseIsKeptThoughOthersWereAskedMeanwhile() throws Exception {
        List<Duration> rests = new ArrayList<>();
        var hosts = new Hosts(() -> 0, rests::add);
        var pause = Duration.ofSeconds(1);
        hosts.inTurn("one", pause, () -> true);
        hosts.inTurn("other", pause, () -> true);
        assertEquals(List.of(), rests);
        hosts.inTurn("one", pause, () -> true);
        assertEquals(List.of(pause), rests);
    }
}
