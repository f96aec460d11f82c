package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.zaaky.app.config.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands that ask a running server say when there is none. */
@Tag("OPS-32")
class NoServerTest {
    @TempDir Path folder;

    private record Outcome(int code, String err) {}

    /** What each of the commands says of that address. */
    private List<Outcome> asked(String server) throws IOException {
        Path file = Files.writeString(folder.resolve("a.md"), "# A\n\nText.");
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(run("ask", "acme/bot", "Anybody there?", "--server", server));
        outcomes.add(run("ingest", "acme/bot", file.toString(), "--server", server));
        Path set =
                Files.writeString(
                        folder.resolve("set.jsonl"),
                        "{\"question\": \"Anybody?\", \"documents\": [\"a.md\"]}\n");
        var task = new EvalCommand.Task("acme/bot", Optional.empty(), set, false);
        var err = new ByteArrayOutputStream();
        int code = new EvalCommand(to(err), to(err)).there(task, URI.create(server), "");
        outcomes.add(new Outcome(code, err.toString(StandardCharsets.UTF_8)));
        return outcomes;
    }

    private static PrintStream to(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private Outcome run(String... words) {
        var err = new ByteArrayOutputStream();
        var main = new Main(to(err), to(err), new Environment(Map.of()), folder, folder);
        return new Outcome(main.run(List.of(words)), err.toString(StandardCharsets.UTF_8));
    }

    private static void assertSentence(String sentence, List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            assertEquals(1, outcome.code(), outcome::toString);
            String line = outcome.err().strip();
            assertTrue(line.endsWith(sentence), () -> sentence + " is not what was told: " + line);
            assertEquals(1, line.lines().count(), line);
        }
    }

    @Test
    void wherePortsAreClosedOneSentenceSaysWhatToDo() throws IOException {
        String server;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server = "http://127.0.0.1:" + taken.getLocalPort();
        }
        assertSentence(
                "no server answers at "
                        + server
                        + ": start one with ./zaaky serve, or name another with --server URL",
                asked(server));
    }

    @Test
    void aNameThatIsNotKnownIsToldAlike() throws IOException {
        assertSentence(
                "no server answers at http://no-such-host.invalid: start one with ./zaaky serve, or"
                        + " name another with --server URL",
                asked("http://no-such-host.invalid"));
    }

    @ParameterizedTest
    @CsvSource({
        "200,text/html,<h1>Welcome</h1>",
        "404,text/html,<h1>Not found</h1>",
        "405,text/plain,no",
        "301,text/html,moved",
        "200,application/json,[]"
    })
    void aServerThatIsNoZaakyIsToldFromOne(int status, String type, String body)
            throws IOException {
        HttpServer other =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext(
                "/",
                exchange -> {
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.getRequestBody().readAllBytes();
                    exchange.getResponseHeaders().set("Content-Type", type);
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        other.start();
        try {
            String server = "http://127.0.0.1:" + other.getAddress().getPort();
            for (Outcome outcome : asked(server)) {
                assertEquals(1, outcome.code(), outcome::toString);
                assertTrue(
                        outcome.err().contains(server + " does not answer as Zaaky does"),
                        outcome::toString);
                assertTrue(outcome.err().contains("--server"), outcome::toString);
            }
        } finally {
            other.stop(0);
        }
    }

    @Test
    void whatSpeaksNoHttpIsToldInTheSameWords() throws IOException {
        try (var other = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(other));
            String server = "http://127.0.0.1:" + other.getLocalPort();
            assertSentence(
                    server
                            + " does not answer as Zaaky does: name the address of a Zaaky server"
                            + " with --server URL",
                    asked(server));
        }
    }

    private static void greet(ServerSocket server) {
        try {
            while (true) {
                try (Socket client = server.accept()) {
                    client.getOutputStream()
                            .write("220 mail ready\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    var _ = client.getInputStream().read(new byte[10_000]);
                }
            }
        } catch (IOException e) {
            // closed
        }
    }
}
