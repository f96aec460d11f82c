package io.zaaky.app.http;

import io.zaaky.app.RunningServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Requests that no honest client sends, each with what is documented as their answer. */
final class RequestCorpus {
    private static final String CHAT = "/api/public/chat";
    private static final String ADMIN = "/api/orgs/acme/chatbots/bot";

    private final List<Odd> all = new ArrayList<>();
    private final String key;
    private final String fine = RunningServer.body("acme/bot", "Hello", "");

    private RequestCorpus(String key) {
        this.key = key;
    }

    /**
     * One request.
     *
     * @param answer the statuses that are documented for it, each with its code
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Odd(String name, byte[] request, Set<String> answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * All of them, for a chatbot {@code acme/bot}.
     *
     * @param key of its organisation
     */
    static List<Odd> of(String key) {
        var corpus = new RequestCorpus(key);
        corpus.bodies();
        corpus.types();
        corpus.paths();
        corpus.headers();
        return corpus.all;
    }

    private void bodies() {
        for (String path : List.of(CHAT, CHAT + "/stream", CHAT + "/chunked")) {
            String in = "{\"message\":\"Hello\",\"chatbot_id\":\"acme/bot\",\"x\":%s}";
            add(path, "unknown fields", in.formatted("{\"model\":\"m\",\"org\":\"b\"}"), "200");
            add(path, "a key twice", in.formatted("1,\"x\":2"), "400 invalid_json");
            add(path, "the message twice", in.formatted("1,\"message\":\"b\""), "400 invalid_json");
            add(path, "deep lists", in.formatted(nested("[", "]")), "400 invalid_json");
            add(path, "deep objects", in.formatted(nested("{\"a\":", "}")), "400 invalid_json");
            add(path, "deep and cut off", in.formatted("[".repeat(30_000)), "400 invalid_json");
            add(path, "1e400", in.formatted("1e400"), "200");
            add(path, "1e-2147483648", in.formatted("1e-2147483648"), "200");
            add(path, "5000 digits", in.formatted("9".repeat(5000)), "400 invalid_json");
            add(path, "NaN", in.formatted("NaN"), "400 invalid_json");
            add(path, "hexadecimal", in.formatted("0x10"), "400 invalid_json");
            add(path, "a comment", in.formatted("/* */ 1"), "400 invalid_json");
            add(path, "single quotes", "{'message':'a'}", "400 invalid_json");
            add(path, "a trailing comma", in.formatted("1,"), "400 invalid_json");
            add(path, "two objects", fine + fine, "400 invalid_json");
            add(path, "nothing", "", "400 invalid_json");
            add(path, "a list", "[" + fine + "]", "400 invalid_json");
            add(path, "null", "null", "400 invalid_json");
            add(path, "half a surrogate pair", message("a\\ud800b"), "422 invalid_field");
            add(path, "the pair turned around", message("\\udc00\\ud800"), "422 invalid_field");
            add(path, "NUL", message("a\\u0000b"), "422 invalid_field");
            add(path, "blank", message(" \\u200b\\u00a0\\t"), "422 invalid_field");
            add(path, "too long", message("a".repeat(4001)), "413 message_too_long");
            raw(path, "an overlong slash", new byte[] {(byte) 0xC0, (byte) 0xAF});
            raw(path, "an overlong NUL", new byte[] {(byte) 0xE0, (byte) 0x80, (byte) 0x80});
            raw(path, "a raw surrogate", new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});
            raw(path, "beyond Unicode", bytes(0xF4, 0x90, 0x80, 0x80));
            raw(path, "a byte alone", bytes(0xFF));
            raw(path, "a letter cut off", bytes(0xE2, 0x82));
            raw(path, "a control character", bytes(0x01));
        }
    }

    private static String nested(String open, String close) {
        return open.repeat(3_000) + "1" + close.repeat(3_000);
    }

    private static String message(String escaped) {
        return "{\"message\":\"" + escaped + "\",\"chatbot_id\":\"acme/bot\"}";
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private void raw(String path, String name, byte[] bytes) {
        var body = new ByteArrayOutputStream();
        body.writeBytes("{\"message\":\"a".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(bytes);
        body.writeBytes("b\",\"chatbot_id\":\"acme/bot\"}".getBytes(StandardCharsets.US_ASCII));
        add(path, name, body.toByteArray(), "400 invalid_json");
    }

    /** Each field of each call, with each wrong type. */
    private void types() {
        String[] wrong = {"7", "-1e999", "true", "[]", "[\"Hello\"]", "{}", "{\"a\":\"b\"}"};
        for (String value : wrong) {
            for (String path : List.of(CHAT, CHAT + "/stream", CHAT + "/chunked")) {
                for (String field : List.of("message", "chatbot_id", "session_id")) {
                    add(path, field + ": " + value, with(field, value), "422 invalid_field");
                }
            }
            for (String field : List.of("message_id", "session_id")) {
                String body = "{\"message_id\":\"a\",\"session_id\":\"b\"}";
                add(
                        CHAT + "/stop",
                        field + ": " + value,
                        body.replaceFirst("\"" + field + "\":\".\"", "\"" + field + "\":" + value),
                        "422 invalid_field");
            }
            add(
                    ADMIN + "/search",
                    "query: " + value,
                    "{\"query\":" + value + "}",
                    "422 invalid_field");
            add(
                    ADMIN + "/documents",
                    "url: " + value,
                    "{\"url\":" + value + "}",
                    "422 invalid_field");
        }
        for (String value :
                List.of("0", "-1", "101", "1.5", "1e9", "99999999999999999999", "\"5\"", "[]")) {
            add(
                    ADMIN + "/search",
                    "top_k: " + value,
                    "{\"query\":\"Hello\",\"top_k\":" + value + "}",
                    "422 invalid_field");
        }
    }

    private static String with(String field, String value) {
        String body = RunningServer.body("acme/bot", "Hello", "x");
        return body.replaceFirst("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":" + value);
    }

    private void paths() {
        for (String path :
                List.of(
                        "/api/public/../public/chatbots/acme/bot",
                        "/api/public/./chatbots/acme/bot",
                        "/api/public//chatbots/acme/bot",
                        "//api/public/chatbots/acme/bot",
                        "/api/public;x=1/chatbots/acme/bot",
                        "/api/public/chatbots/acme/bot;jsessionid=1",
                        "/api%2fpublic/chatbots/acme/bot",
                        "/api/public/chatbots/acme%2fbot",
                        "/api/public/%2e%2e/public/chatbots/acme/bot",
                        "/api/public/chatbots/acme/%2e%2e",
                        "/api/public\\chatbots\\acme\\bot",
                        "/api/public/chatbots/acme/bot%00",
                        "/api/public/chatbots/acme/bot%0d%0aX:1",
                        "/api/public/chatbots/acme/%c0%ae%c0%ae",
                        "/api/public/chatbots/acme/%zz",
                        "/api/public/chatbots/acme/" + "a".repeat(5000),
                        "/api/public/chatbots/acme/bot/",
                        "/API/PUBLIC/chatbots/acme/bot",
                        "/api/public/chatbots/ACME/BOT",
                        "/api/public/chatbots/acme/bot%20",
                        "/api/public/chatbots/acme/b%6Ft%2e%2e%2f")) {
            all.add(
                    new Odd(
                            "path " + path.substring(0, Math.min(60, path.length())),
                            get(path, ""),
                            Set.of("400 invalid_json", "404 not_found", "404 unknown_chatbot")));
        }
        all.add(odd("no path", "GET * HTTP/1.1\r\nHost: x\r\n", "400 invalid_json"));
        all.add(odd("no slash", "GET api HTTP/1.1\r\nHost: x\r\n", "400 invalid_json"));
    }

    private void headers() {
        String path = "/api/public/chatbots/acme/bot";
        String first = "GET " + path + " HTTP/1.1\r\n";
        all.add(odd("two hosts", first + "Host: a\r\nHost: b\r\n", "400 invalid_json"));
        all.add(odd("no host", first, "400 invalid_json"));
        all.add(
                odd(
                        "two lengths",
                        "POST "
                                + CHAT
                                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 1\r\nContent-Length: 2\r\n",
                        "400 invalid_json"));
        all.add(
                odd(
                        "a negative length",
                        "POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n",
                        "400 invalid_json"));
        all.add(
                odd(
                        "a length beyond all numbers",
                        "POST "
                                + CHAT
                                + " HTTP/1.1\r\n"
                                + "Host: x\r\n"
                                + "Content-Length: 99999999999999999999\r\n",
                        "400 invalid_json"));
        all.add(odd("a header without a name", first + "Host: x\r\n: y\r\n", "400 invalid_json"));
        all.add(
                odd(
                        "a header in two lines",
                        first + "Host: x\r\nX-A: b\r\n c\r\n",
                        "400 invalid_json"));
        all.add(odd("another version", "GET / HTTP/3.0\r\nHost: x\r\n", "400 invalid_json"));
        var many = new StringBuilder(first + "Host: localhost\r\n");
        for (int i = 0; i < 40; i++) {
            many.append("X-Trust-").append(i).append(": 127.0.0.1\r\n");
        }
        all.add(odd("forty headers", many.toString(), "200"));
        all.add(
                odd(
                        "a header of 100 KB",
                        first + "Host: localhost\r\nX-Long: " + "a".repeat(100_000) + "\r\n",
                        "400 invalid_json"));
        String history = "GET " + CHAT + "/history?chatbot_id=acme/bot&_method=DELETE HTTP/1.1\r\n";
        for (String override :
                List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            all.add(
                    odd(
                            override,
                            history
                                    + "Host: localhost\r\n"
                                    + "X-Session-Id: a-session-that-is-long-enough\r\n"
                                    + override
                                    + ": DELETE\r\n",
                            "200"));
            all.add(
                    odd(
                            override + " on another call",
                            "PUT "
                                    + CHAT
                                    + " HTTP/1.1\r\nHost: localhost\r\n"
                                    + override
                                    + ": POST\r\n",
                            "405 method_not_allowed"));
        }
        for (String rewrite : List.of("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix")) {
            all.add(
                    odd(
                            rewrite,
                            "GET /nothing HTTP/1.1\r\nHost: localhost\r\n"
                                    + rewrite
                                    + ": "
                                    + path
                                    + "\r\n",
                            "404 not_found"));
        }
    }

    private static Odd odd(String name, String head, String answer) {
        return new Odd(
                name,
                (head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8),
                Set.of(answer));
    }

    private static byte[] get(String path, String headers) {
        return ("GET "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + headers
                        + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void add(String path, String name, String body, String answer) {
        add(path, name, body.getBytes(StandardCharsets.UTF_8), answer);
    }

    private void add(String path, String name, byte[] body, String answer) {
        String head =
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Authorization: Bearer "
                        + key
                        + "\r\n"
                        + "Content-Type: application/json\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        var request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        request.writeBytes(body);
        all.add(new Odd(path + ", " + name, request.toByteArray(), Set.of(answer)));
    }
}
