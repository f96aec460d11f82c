package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zaaky.app.RunningServer;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the world can do to a server that nobody has configured any further. */
class OutsideTest {
    @TempDir Path folder;

    @Test
    @Tag("OPS-07")
    void bothPortsAreOpenForThisMachineOnly() throws IOException {
        try (var upstream = StubUpstream.start(StubUpstream.openAi());
                var server = start(upstream)) {
            for (int port : new int[] {server.port(), server.managementPort()}) {
                new Socket(loopback(1), port).close();
                // another address of this machine: whoever listens on all addresses answers here
                InetAddress another = loopback(2);
                assertThrows(
                        ConnectException.class,
                        () -> new Socket(another, port).close(),
                        "port " + port);
            }
        }
    }

    private static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    @Test
    @Tag("OPS-09")
    void nothingThatVisitorsMakeUpBecomesASeriesOfItsOwn() {
        var hello = StubUpstream.openAi().tokens("Hello").finish("stop").usage(3, 1);
        try (var upstream = StubUpstream.start(hello);
                var server = start(upstream)) {
            makeUp(server, 2);
            Set<String> before = series(server);
            makeUp(server, 200);
            assertEquals(before, series(server));
        }
    }

    private static void makeUp(RunningServer server, int times) {
        for (int i = 0; i < times; i++) {
            String word = UUID.randomUUID().toString();
            server.get("/" + word);
            server.get("/api/public/chatbots/acme/" + word);
            server.get("/api/public/chat/history?chatbot_id=acme/bot", "X-Session-Id", word);
            server.chat(RunningServer.body("acme/" + word, "Hi", ""));
            server.chat(RunningServer.body("acme/bot", "Hi, what is up today?", word));
            server.send(
                    HttpRequest.newBuilder(server.uri("/api/public/chat"))
                            .method("M" + word.substring(0, 8), BodyPublishers.noBody())
                            .header("Origin", "https://" + word + ".example")
                            .header("User-Agent", word)
                            .build());
        }
    }

    /** Names with labels, without values. */
    private static Set<String> series(RunningServer server) {
        return server.management("/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private RunningServer start(StubUpstream upstream) {
        return RunningServer.start(
                folder,
                "",
                """
                chatbots:
                  bot:
                    llm: {provider: openai, base-url: '%s', model: m}
                    limits: {messages-per-minute: 100000}
                """
                        .formatted(upstream.uri("/v1")));
    }
}
