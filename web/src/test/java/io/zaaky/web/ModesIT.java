package io.zaaky.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ModesIT extends BrowserTest {

    private static final String STREAM = "POST /api/public/chat/stream";
    private static final String CHUNKED = "POST /api/public/chat/chunked";
    private static final String WHOLE = "POST /api/public/chat";

    @Test
    void chunkedAnswersAreJoined() {
        chat.config().addProperty("mode", "chunked");
        chat.on(CHUNKED, this::inTwoChunks);
        visitOpenChat();
        ask("Hi");
        assertThat(lastAnswer().locator(".markdown")).hasText("Half and half.");
        assertThat(lastAnswer().locator(".sources li")).hasCount(1);
        assertEquals(0, chat.calls(STREAM).size());
    }

    private void inTwoChunks(HttpCall call) throws IOException {
        LiveAnswer live = chat.begin(call);
        live.start();
        live.bytes(": keep-alive\n\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        live.event(chunk("Half ", 0, false));
        JsonObject last = chunk("and **half**.", 1, true);
        last.add("sources", Events.array(Events.source(1, "A", "", "b")));
        last.add("context_quality", Events.quality("good"));
        live.event(last);
        call.endChunked();
    }

    private static JsonObject chunk(String text, int index, boolean done) {
        JsonObject chunk = new JsonObject();
        chunk.addProperty("chunk", text);
        chunk.addProperty("index", index);
        chunk.addProperty("done", done);
        return chunk;
    }

    @Test
    void aChunkedAnswerWithoutItsLastChunkIsInterrupted() {
        chat.config().addProperty("mode", "chunked");
        chat.on(
                CHUNKED,
                call -> {
                    LiveAnswer live = chat.begin(call);
                    live.start();
                    live.event(chunk("Half ", 0, false));
                    call.endChunked();
                });
        visitOpenChat();
        ask("Hi");
        assertThat(lastAnswer().locator(".notice")).containsText("The answer was interrupted.");
    }

    @Test
    void anAnswerInOnePieceShows() {
        chat.config().addProperty("mode", "off");
        chat.on(WHOLE, this::atOnce);
        visitOpenChat();
        ask("Hi");
        assertThat(lastAnswer().locator(".markdown")).hasText("All at once.");
        assertEquals(0, chat.calls(STREAM).size());
    }

    private void atOnce(HttpCall call) throws IOException {
        chat.begin(call);
        FakeChat.json(
                call,
                200,
                Events.complete("All at **once**.", "", "m", "good", "stop", new JsonArray()));
    }

    @Test
    void aProxyThatLetsNothingThroughLeadsToASimplerWay() {
        chat.on(STREAM, call -> call.respond(502, "text/html", "", new byte[0]));
        chat.on(CHUNKED, call -> call.respond(200, "text/event-stream", "", new byte[0]));
        chat.on(WHOLE, this::atOnce);
        visitOpenChat();
        ask("Hi");
        assertThat(lastAnswer().locator(".markdown")).hasText("All at once.");
        ask("Again");
        assertThat(page.locator("zaaky-chat .assistant .markdown").nth(2)).hasText("All at once.");
        assertEquals(1, chat.calls(STREAM).size(), "the way is remembered");
    }

    @Test
    void aBrowserWithoutReadableBodiesGetsTheWholeAnswerFromOneQuestion() throws Exception {
        page.addInitScript("delete Response.prototype.body");
        visitOpenChat();
        ask("Hi");
        chat.nextAnswer().token("Still ").token("here.").complete();
        assertThat(lastAnswer().locator(".markdown")).hasText("Still here.");
        assertEquals(1, chat.calls(STREAM).size());
    }
}
