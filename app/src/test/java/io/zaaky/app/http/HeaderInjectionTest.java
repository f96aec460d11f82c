package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.app.RunningServer;
import io.zaaky.app.command.LoggedLines;
import io.zaaky.app.config.KeyHashes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
    private static final String SESSION = "a-session-that-is-long-enough";
    private static final String BOT = "/api/orgs/acme/chatbots/bot";
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
            for (String request : requests(value)) {
                look(request, answer(request), wrong);
            }
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

    // ------------------------------------------------------------------ what is sent

    private static List<String> requests(String value) {
        List<String> all = new ArrayList<>();
        headers(all, value);
        addresses(all, value);
        addresses(all, URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
        fields(all, value);
        form(all, value);
        return all;
    }

    private static void headers(List<String> all, String value) {
        for (String name :
                List.of(
                        "X-Session-Id",
                        "X-Request-Id",
                        "X-Message-Id",
                        "X-Visitor-Token",
                        "Idempotency-Key",
                        "Last-Event-ID",
                        "Accept-Language",
                        "User-Agent",
                        "Referer",
                        "X-Forwarded-For",
                        "X-Forwarded-Host",
                        "Authorization")) {
            String header = name + ": " + value + "\r\n";
            all.add(get("/api/public/chatbots/acme/bot", header));
            all.add(get("/api/public/chat/history?chatbot_id=acme/bot", header));
            all.add(get("/api/public/chat/stream?chatbot_id=acme/bot&message=Hello", header));
            all.add(post("/api/public/chat", header, RunningServer.body("acme/bot", "Hi", "")));
            all.add(get(BOT + "/documents", header));
        }
        all.add(
                get(
                        "/api/public/chatbots/acme/bot",
                        "Origin: https://good.example" + value + "\r\n"));
        for (String name : List.of("X-Title", "X-Source-Url", "Content-Type")) {
            String type = name.equals("Content-Type") ? "" : "Content-Type: text/plain\r\n";
            all.add(
                    "PUT "
                            + BOT
                            + "/documents/a.txt HTTP/1.1\r\n"
                            + "Host: localhost\r\n"
                            + "Connection: close\r\n"
                            + owner()
                            + type
                            + name
                            + ": "
                            + (name.equals("X-Source-Url") ? "https://x.example/" : "text/plain;")
                            + value
                            + "\r\nContent-Length: 2\r\n\r\nHi");
            all.add(get(BOT + "/documents/a.txt", owner()));
        }
    }

    private static void addresses(List<String> all, String value) {
        for (String path :
                List.of(
                        "/api/public/chatbots/" + value + "/bot",
                        "/api/public/chatbots/acme/" + value,
                        "/api/public/chat/history?chatbot_id=acme/bot&session_id=" + value,
                        "/api/public/chat/history?chatbot_id=" + value,
                        "/api/public/chat/stream?chatbot_id=acme/bot&message=Hi&session_id="
                                + value,
                        "/api/public/chat/stream?chatbot_id=acme/bot&message=" + value,
                        "/api/orgs/" + value + "/chatbots/bot/documents",
                        BOT + "/documents/" + value,
                        BOT + "/documents?after=" + value,
                        BOT + "/jobs/" + value,
                        BOT + "/conversations?q=" + value,
                        "/demo?chatbot=" + value,
                        "/widget/" + value,
                        "/" + value)) {
            all.add(get(path, owner() + "X-Session-Id: " + SESSION + "\r\n"));
        }
    }

    private static void fields(List<String> all, String value) {
        String text = RunningServer.body("", value, "").split("\"message\":", 2)[1];
        String quoted = text.substring(0, text.lastIndexOf(",\"session_id\""));
        String question = RunningServer.body("acme/bot", "Hello", SESSION);
        for (String path : List.of("", "/stream", "/chunked")) {
            for (String field : List.of("chatbot_id", "message", "session_id")) {
                String sent =
                        question.replaceFirst(
                                "\"" + field + "\":\"[^\"]*\"",
                                "\"" + field + "\":" + quoted.replace("\\", "\\\\"));
                all.add(post("/api/public/chat" + path, "", sent));
            }
        }
        String sent =
                "{\"message_id\":%s,\"session_id\":%s,\"rating\":\"up\",\"comment\":%s}"
                        .formatted(quoted, quoted, quoted);
        all.add(post("/api/public/chat/stop", "", sent));
        all.add(post("/api/public/feedback", "", sent));
        all.add(post(BOT + "/search", owner(), "{\"query\":%s}".formatted(quoted)));
        all.add(post(BOT + "/documents", owner(), "{\"url\":%s}".formatted(quoted)));
    }

    private static void form(List<String> all, String value) {
        String body =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                        + value
                        + ".txt\"\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b--\r\n";
        all.add(
                post(BOT + "/documents", owner(), body)
                        .replace("application/json", "multipart/form-data; boundary=b"));
        all.add(get(BOT + "/documents", owner()));
        all.add(get("/api/orgs/acme/audit", owner()));
    }

    private static String owner() {
        return "Authorization: Bearer " + KEY + "\r\n";
    }

    private static String get(String path, String headers) {
        return "GET "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + headers
                + "\r\n";
    }

    private static String post(String path, String headers, String body) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + headers
                + "Content-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n"
                + body;
    }
}
