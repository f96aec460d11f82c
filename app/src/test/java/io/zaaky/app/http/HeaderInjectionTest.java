package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.app.RunningServer;
import io.zaaky.app.command.LoggedLines;
import io.zaaky.app.config.KeyHashes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Line ends, and what becomes one where characters are cut to bytes, in every value that a client
 * can send. What comes back is looked at byte by byte, and so is what the operator reads.
 */
class HeaderInjectionTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String EVIL = "X-Evil: 1";

    /** Whatever a value is, an answer has these headers and no other. */
    private static final Set<String> KNOWN =
            Set.of(
                    "access-control-allow-origin",
                    "access-control-expose-headers",
                    "cache-control",
                    "connection",
                    "content-length",
                    "content-security-policy",
                    "content-type",
                    "date",
                    "permissions-policy",
                    "referrer-policy",
                    "transfer-encoding",
                    "vary",
                    "www-authenticate",
                    "x-accel-buffering",
                    "x-content-type-options",
                    "x-frame-options",
                    "x-message-id",
                    "x-request-id",
                    "x-session-id");

    private static RunningServer server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server =
                RunningServer.start(
                        folder,
                        "server: {shutdown-grace: 0s, wrong-keys-per-minute: 1000000}\n",
                        """
                        admin-keys: ["%s"]
                        chatbots:
                          bot:
                            llm: {provider: extractive}
                            limits: {messages-per-minute: 1000000}
                            widget: {allowed-origins: ['https://good.example']}
                        """
                                .formatted(KeyHashes.of(KEY)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @Tag("WEB-07")
    @ValueSource(
            strings = {
                "\r",
                "\n",
                "\r\n",
                "\r\n\r\n",
                "\n\n",
                "\r ",
                "\r\n ",
                "\u0000",
                "%0d%0a",
                "%0D%0A%0D%0A",
                "%c4%8d%c4%8a",
                "%E5%98%8D%E5%98%8A",
                "%u000d%u000a",
                "%250d%250a",
                "\\r\\n",
                "\u010d\u010a",
                "\u560d\u560a",
                "\u000b",
                "\u0085",
                "\u2028",
                "\u2029"
            })
    void noValueEndsItsHeaderOrItsLine(String end) {
        String value = "a" + end + EVIL;
        List<String> wrong = new ArrayList<>();
        try (var log = new LoggedLines(Level.ALL)) {
            for (String request : InjectedRequests.of(value, KEY)) {
                look(request, answer(request), wrong);
            }
            System.getLogger("io.zaaky.test").log(System.Logger.Level.WARNING, value);
            for (String entry : log.entries()) {
                lookAtLog(entry, wrong);
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(200, server.chat(RunningServer.body("acme/bot", "Hello", "")).statusCode());
    }

    private static String answer(String request) {
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.sendOrBeEnded(request);
            return visitor.readToEnd();
        }
    }

    // ------------------------------------------------------------------ what comes back

    private static void look(String request, String answer, List<String> wrong) {
        String where = "\n" + request + "\n was answered by \n" + answer;
        int end = answer.indexOf("\r\n\r\n");
        if (!answer.startsWith("HTTP/1.1 ") || end < 0) {
            wrong.add("no answer:" + where);
            return;
        }
        String[] lines = answer.substring(0, end).split("\r\n", -1);
        if (!lines[0].matches("HTTP/1\\.1 [234]\\d\\d [A-Za-z ]+")) {
            wrong.add("a status that is none:" + where);
        }
        Set<String> seen = new TreeSet<>();
        for (int i = 1; i < lines.length; i++) {
            String name = lines[i].split(":", 2)[0].toLowerCase(Locale.ROOT);
            if (!lines[i].matches("[A-Za-z-]+: [\\x21-\\x7e][\\x20-\\x7e]*")
                    || !KNOWN.contains(name)
                    || (!seen.add(name) && !name.equals("vary"))) {
                wrong.add("a header that is none of ours, " + lines[i] + ":" + where);
            }
        }
        if (answer.indexOf("HTTP/1.1 ", 1) > 0) {
            wrong.add("two answers:" + where);
        }
    }

    /** An entry is a line; a failure's own lines stand below it, further in. */
    private static void lookAtLog(String entry, List<String> wrong) {
        String[] lines = entry.split("\n", -1);
        boolean ended = entry.endsWith("\n");
        for (int i = 1; i < lines.length - 1; i++) {
            ended &= lines[i].startsWith("    ");
        }
        if (!ended || !entry.matches("(?s)[^\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029]*")) {
            wrong.add("in the log: " + entry);
        }
    }
}
