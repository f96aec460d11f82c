package io.zaaky.app.http;

import io.zaaky.app.RunningServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Requests of each kind with a value of a client's wherever one can stand. */
final class InjectedRequests {
    private static final String SESSION = "a-session-that-is-long-enough";
    private static final String BOT = "/api/orgs/acme/chatbots/bot";

    private final List<String> all = new ArrayList<>();
    private final String key;

    private InjectedRequests(String key) {
        this.key = key;
    }

    /**
     * All requests with this value, once in each place.
     *
     * @param key of the organisation
     */
    static List<String> of(String value, String key) {
        var requests = new InjectedRequests(key);
        requests.headers(value);
        requests.addresses(value);
        requests.addresses(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
        requests.fields(value);
        requests.form(value);
        return requests.all;
    }

    private void headers(String value) {
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
        all.add(get("/api/public/chatbots/acme/bot", "Origin: https://good.example" + value + "\r\n"));
        for (String name : List.of("X-Title", "X-Source-Url", "Content-Type")) {
            String type = name.equals("Content-Type") ? "" : "Content-Type: text/plain\r\n";
            all.add(
                    "PUT "
                            + BOT
                            + "/documents/a.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
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

    private void addresses(String value) {
        for (String path :
                List.of(
                        "/api/public/chatbots/" + value + "/bot",
                        "/api/public/chatbots/acme/" + value,
                        "/api/public/chat/history?chatbot_id=acme/bot&session_id=" + value,
                        "/api/public/chat/history?chatbot_id=" + value,
                        "/api/public/chat/stream?chatbot_id=acme/bot&message=Hi&session_id=" + value,
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

    private void fields(String value) {
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

    private void form(String value) {
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

    private String owner() {
        return "Authorization: Bearer " + key + "\r\n";
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
