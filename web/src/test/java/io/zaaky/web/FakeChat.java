package io.zaaky.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that serves the widget and speaks its API; the answers are a test's. */
final class FakeChat implements AutoCloseable {

    /** Writes one answer. */
    @FunctionalInterface
    interface Script {
        void answer(LiveAnswer live) throws IOException, InterruptedException;
    }

    private final FakeHttp http = new FakeHttp(this::route);
    private final BlockingQueue<LiveAnswer> byHand = new LinkedBlockingQueue<>();
    private final Map<String, FakeHttp.Handler> overrides = new ConcurrentHashMap<>();
    private final Map<String, JsonArray> histories = new ConcurrentHashMap<>();
    private final List<String> forgotten = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final JsonObject config = new JsonObject();
    private volatile Script script = this::handOver;
    private volatile CountDownLatch configured = new CountDownLatch(0);

    FakeChat() throws IOException {
        config.addProperty("title", "Harbour desk");
        config.addProperty("greeting", "Hello! Ask me about the harbour.");
        config.addProperty("mode", "tokens");
        config.add("suggestions", new JsonArray());
    }

    String origin() {
        return http.origin();
    }

    JsonObject config() {
        return config;
    }

    /** From now on the configuration comes only when this is open. */
    void configure(CountDownLatch when) {
        configured = when;
    }

    /** The calls {@code METHOD path} so far, whatever their query. */
    List<HttpCall> calls(String methodAndPath) {
        return http.calls().stream()
                .filter(call -> (call.method() + " " + call.path()).equals(methodAndPath))
                .toList();
    }

    List<HttpCall> calls() {
        return http.calls();
    }

    List<String> forgotten() {
        return forgotten;
    }

    /** From now on answers are written by this instead of by hand. */
    void script(Script answers) {
        script = answers;
    }

    /** From now on {@code METHOD path} is answered by this. */
    void on(String methodAndPath, FakeHttp.Handler handler) {
        overrides.put(methodAndPath, handler);
    }

    void off(String methodAndPath) {
        overrides.remove(methodAndPath);
    }

    /** The next answer that a browser waits for; it has its headers already. */
    LiveAnswer nextAnswer() throws InterruptedException {
        return Objects.requireNonNull(byHand.poll(30, TimeUnit.SECONDS), "nobody asked anything");
    }

    private void handOver(LiveAnswer live) throws InterruptedException {
        byHand.add(live);
        live.awaitEnd();
    }

    private void route(HttpCall call) throws IOException, InterruptedException {
        FakeHttp.Handler override = overrides.get(call.method() + " " + call.path());
        if (override != null) {
            override.handle(call);
        } else if (call.method().equals("OPTIONS")) {
            allow(call);
        } else if (call.path().startsWith("/api/public/chatbots/")) {
            configured.await();
            boolean signedIn = !call.header("x-visitor-token").isEmpty();
            json(call, 200, configFor(signedIn, call.header("x-session-id")));
        } else if (call.path().equals("/api/public/chat/history")) {
            history(call);
        } else if (call.path().equals("/api/public/chat/stream") && call.method().equals("POST")) {
            stream(call);
        } else if (call.path().startsWith("/api/")) {
            problem(call, 404, "not_found", "");
        } else {
            file(call);
        }
    }

    private static void allow(HttpCall call) throws IOException {
        String headers =
                "Access-Control-Allow-Methods: GET, POST, DELETE\r\n"
                        + "Access-Control-Allow-Headers: Content-Type, X-Session-Id,"
                        + " X-Visitor-Token, Last-Event-ID, Idempotency-Key\r\n";
        call.respond(204, "text/plain", headers, new byte[0]);
    }

    /** A visitor who is signed in has no session. */
    private JsonObject configFor(boolean signedIn, String session) {
        JsonObject answer = config.deepCopy();
        String fresh = "fresh-session-0123456789-" + ids.incrementAndGet();
        String own = session.length() >= 22 ? session : fresh;
        answer.addProperty("session_id", signedIn ? "" : own);
        return answer;
    }

    private void history(HttpCall call) throws IOException {
        String session = call.header("x-session-id");
        if (call.method().equals("DELETE")) {
            histories.remove(session);
            forgotten.add(session);
            call.respond(204, "text/plain", "", new byte[0]);
            return;
        }
        JsonObject answer = new JsonObject();
        answer.addProperty("session_id", session);
        answer.add("messages", histories.getOrDefault(session, new JsonArray()));
        json(call, 200, answer);
    }

    private void stream(HttpCall call) throws IOException, InterruptedException {
        LiveAnswer live = begin(call);
        live.start();
        script.answer(live);
        remember(call, "assistant", live.written(), "complete");
    }

    /** Takes the question of a call and remembers it in the conversation. */
    LiveAnswer begin(HttpCall call) {
        JsonObject body = bodyOf(call);
        String message = body.get("message").getAsString();
        remember(call, "user", message, "complete");
        String session = body.get("session_id").getAsString();
        return new LiveAnswer(call, message, session, "m" + ids.incrementAndGet());
    }

    static JsonObject bodyOf(HttpCall call) {
        return JsonParser.parseString(call.body()).getAsJsonObject();
    }

    private void remember(HttpCall call, String role, String content, String state) {
        remember(bodyOf(call).get("session_id").getAsString(), role, content, state);
    }

    /** Adds a message to a conversation. */
    void remember(String session, String role, String content, String state) {
        JsonObject message = new JsonObject();
        message.addProperty("role", role);
        message.addProperty("content", content);
        message.addProperty("state", state);
        histories.computeIfAbsent(session, key -> new JsonArray()).add(message);
    }

    void forgetHistory(String session) {
        histories.remove(session);
    }

    static void json(HttpCall call, int status, JsonObject body) throws IOException {
        call.respond(status, "application/json", "", body.toString().getBytes(UTF_8));
    }

    static void problem(HttpCall call, int status, String code, String furtherHeaders)
            throws IOException {
        JsonObject body = new JsonObject();
        body.addProperty("title", "A title for developers");
        body.addProperty("code", code);
        call.respond(
                status,
                "application/problem+json",
                furtherHeaders,
                body.toString().getBytes(UTF_8));
    }

    static void paused(HttpCall call, String sentence) throws IOException {
        JsonObject body = new JsonObject();
        body.addProperty("code", "paused");
        body.addProperty("detail", sentence);
        call.respond(503, "application/problem+json", "", body.toString().getBytes(UTF_8));
    }

    private static void file(HttpCall call) throws IOException {
        String path = call.path().equals("/demo") ? "/demo.html" : call.path();
        try (InputStream in = FakeChat.class.getResourceAsStream("/web" + path)) {
            if (in == null) {
                call.respond(404, "text/plain", "", new byte[0]);
                return;
            }
            call.respond(200, typeOf(path), "", in.readAllBytes());
        }
    }

    static String typeOf(String path) {
        return switch (path.substring(path.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "text/html; charset=utf-8";
        };
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
