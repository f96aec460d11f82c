package io.zaaky.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** An answer that a test writes by hand, event by event, in the stream's own format. */
final class LiveAnswer {

    /** How a connection can end in the middle. */
    enum Cut {
        /** The connection closes without the last chunk. */
        FIN,
        /** The connection is reset. */
        RST,
        /** The body ends as if it were complete. */
        CLEAN
    }

    private final HttpCall call;
    private final String session;
    private final String message;
    private final String id;
    private final StringBuilder written = new StringBuilder();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean apart;
    private int number;

    LiveAnswer(HttpCall call, String message, String session, String id) {
        this.call = call;
        this.message = message;
        this.session = session;
        this.id = id;
    }

    String message() {
        return message;
    }

    String id() {
        return id;
    }

    /** What the tokens so far say. */
    String written() {
        return written.toString();
    }

    void start() throws IOException {
        call.startChunked(
                "text/event-stream; charset=utf-8",
                "Cache-Control: no-cache\r\nX-Message-Id: "
                        + id
                        + "\r\nX-Session-Id: "
                        + session
                        + "\r\n");
    }

    LiveAnswer token(String content) throws IOException {
        written.append(content);
        JsonObject event = new JsonObject();
        event.addProperty("type", "token");
        event.addProperty("content", content);
        event.addProperty("done", false);
        return event(event);
    }

    /** Each character as a token of its own. */
    LiveAnswer tokens(String content) throws IOException {
        for (int point : content.codePoints().toArray()) {
            token(Character.toString(point));
        }
        return this;
    }

    LiveAnswer event(JsonObject event) throws IOException {
        number++;
        return bytes(("data: " + event + "\nid: " + id + ":" + number + "\n\n").getBytes(UTF_8));
    }

    LiveAnswer bytes(byte[] bytes) throws IOException {
        if (!apart) {
            call.chunk(bytes);
            return this;
        }
        for (byte one : bytes) {
            call.chunk(new byte[] {one});
        }
        return this;
    }

    /** From now on each byte is a chunk and a packet of its own. */
    LiveAnswer byteByByte() {
        apart = true;
        return this;
    }

    void complete() throws IOException {
        complete("good", "stop", new JsonArray());
    }

    void complete(String verdict, String reason, JsonArray sources) throws IOException {
        event(Events.complete(written(), session, id, verdict, reason, sources));
        end();
    }

    void error(String sentence, String code, boolean retryable) throws IOException {
        event(Events.error(sentence, code, retryable));
        end();
    }

    void cut(Cut how) throws IOException {
        switch (how) {
            case FIN -> {}
            case RST -> call.socket().setSoLinger(true, 0);
            case CLEAN -> call.endChunked();
        }
        call.socket().close();
        ended.countDown();
    }

    private void end() throws IOException {
        call.endChunked();
        ended.countDown();
    }

    /** Returns when the answer has ended, in whatever way. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** True when the browser has closed the connection; waits for that. */
    boolean visitorLeaves() throws IOException {
        try {
            return call.socket().getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        } finally {
            ended.countDown();
        }
    }
}
