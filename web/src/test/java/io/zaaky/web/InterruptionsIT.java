package io.zaaky.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class InterruptionsIT extends BrowserTest {

    private static final String STREAM = "GET /api/public/chat/stream";
    private static final List<String> WORDS = List.of("One ", "two ", "three ", "four.");

    static Stream<Arguments> everyCut() {
        return Stream.of(LiveAnswer.Cut.values())
                .flatMap(
                        how ->
                                IntStream.rangeClosed(1, WORDS.size())
                                        .mapToObj(words -> Arguments.of(how, words)));
    }

    @ParameterizedTest(name = "{0} after {1} events")
    @MethodSource("everyCut")
    @Tag("WEB-14")
    void anAnswerThatIsCutIsCalledInterruptedAndCanBeTriedAgain(LiveAnswer.Cut how, int words)
            throws Exception {
        visitOpenChat();
        ask("Count");
        LiveAnswer live = chat.nextAnswer();
        for (String word : WORDS.subList(0, words)) {
            live.token(word);
        }
        String soFar = String.join("", WORDS.subList(0, words)).strip();
        assertThat(lastAnswer().locator(".markdown")).hasText(soFar);
        live.cut(how);
        assertThat(lastAnswer().locator(".notice")).containsText("The answer was interrupted.");
        assertThat(lastAnswer().locator(".markdown")).hasText(soFar);
        button("Try again").click();
        chat.nextAnswer().token("One two.").complete();
        assertThat(lastAnswer().locator(".markdown")).hasText("One two.");
        assertThat(page.locator("zaaky-chat .notice")).hasCount(0);
        assertThat(page.locator("zaaky-chat .user")).hasCount(1);
    }

    @ParameterizedTest
    @EnumSource(LiveAnswer.Cut.class)
    @Tag("WEB-14")
    void anAnswerThatIsCutBeforeItsFirstEventNeverLooksFinished(LiveAnswer.Cut how)
            throws Exception {
        chat.script(live -> live.cut(how));
        visitOpenChat();
        ask("Count");
        assertThat(lastAnswer().locator(".notice")).containsText("The answer was interrupted.");
        assertThat(button("Try again")).isVisible();
    }

    @ParameterizedTest
    @EnumSource(LiveAnswer.Cut.class)
    @Tag("WEB-14")
    void aCutInTheMiddleOfTheFinalEventIsAnInterruptionToo(LiveAnswer.Cut how) throws Exception {
        visitOpenChat();
        ask("Count");
        LiveAnswer live = chat.nextAnswer();
        live.token("One");
        String last = Events.complete("One", "", "m", "good", "stop", new JsonArray()).toString();
        live.bytes(("data: " + last + "\n").getBytes(UTF_8));
        assertThat(lastAnswer().locator(".markdown")).hasText("One");
        live.cut(how);
        assertThat(lastAnswer().locator(".notice")).containsText("The answer was interrupted.");
    }

    @Test
    void aServerThatKeepsTheAnswerIsAskedForTheRestAndNeverTheQuestionAgain() throws Exception {
        LiveAnswer live = twoOfThreeWords();
        live.cut(LiveAnswer.Cut.RST);
        assertThat(lastAnswer().locator(".markdown")).hasText("One two three");
        assertThat(page.locator("zaaky-chat .notice")).hasCount(0);
        HttpCall resumption = chat.calls(STREAM).getFirst();
        assertEquals(live.id() + ":2", resumption.header("last-event-id"));
        assertEquals("/api/public/chat/stream", resumption.target());
    }

    /** An answer that has come so far; the server has the rest for whoever asks. */
    private LiveAnswer twoOfThreeWords() throws Exception {
        visitOpenChat();
        ask("Count");
        LiveAnswer live = chat.nextAnswer();
        live.token("One ").token("two ");
        assertThat(lastAnswer().locator(".markdown")).hasText("One two");
        chat.on(STREAM, call -> rest(call, live));
        return live;
    }

    private static void rest(HttpCall call, LiveAnswer before) throws IOException {
        LiveAnswer rest = new LiveAnswer(call, before.message(), "", before.id());
        rest.start();
        rest.token("three");
        rest.event(
                Events.complete("One two three", "", before.id(), "good", "stop", new JsonArray()));
        call.endChunked();
    }

    @Test
    @Tag("WEB-17")
    void aVisitorWhoWasOfflineInTheMiddleGetsTheFullTextOnce() throws Exception {
        LiveAnswer live = twoOfThreeWords();
        context().setOffline(true);
        live.cut(LiveAnswer.Cut.FIN);
        assertThat(lastAnswer()).containsText("Reconnecting…");
        context().setOffline(false);
        assertThat(lastAnswer().locator(".markdown")).hasText("One two three");
        assertThat(lastAnswer()).not().containsText("Reconnecting…");
    }

    @Test
    @Tag("RES-10")
    void aServerThatIsAwayForAMomentIsAskedAgainForTheRest() throws Exception {
        LiveAnswer live = twoOfThreeWords();
        var away = new AtomicInteger(2);
        chat.on(
                STREAM,
                call -> {
                    switch (away.getAndDecrement()) {
                        case 2 -> FakeChat.problem(call, 503, "overloaded", "");
                        case 1 -> call.socket().close();
                        default -> rest(call, live);
                    }
                });
        live.cut(LiveAnswer.Cut.RST);
        assertThat(lastAnswer().locator(".markdown")).hasText("One two three");
        assertEquals(3, chat.calls(STREAM).size());
        assertEquals(1, chat.calls("POST /api/public/chat/stream").size());
    }

    @Test
    void anAnswerWhoseStreamIsForgottenComesByTheKeyOfItsQuestion() throws Exception {
        LiveAnswer live = twoOfThreeWords();
        chat.on(STREAM, call -> call.respond(204, "text/plain", "", new byte[0]));
        live.cut(LiveAnswer.Cut.FIN);
        chat.nextAnswer().token("One two three").complete();
        assertThat(lastAnswer().locator(".markdown")).hasText("One two three");
        assertThat(page.locator("zaaky-chat .notice")).hasCount(0);
        List<HttpCall> asked = chat.calls("POST /api/public/chat/stream");
        assertEquals(2, asked.size());
        assertEquals(key(asked.getFirst()), key(asked.getLast()));
    }

    private static String key(HttpCall call) {
        return call.header("idempotency-key");
    }

    @Test
    void anAnswerThatIsCutBeforeItsFirstWordIsFollowedFromItsBeginning() throws Exception {
        visitOpenChat();
        ask("Count");
        LiveAnswer live = chat.nextAnswer();
        chat.on(STREAM, call -> rest(call, live));
        live.bytes(": keep-alive\n\n".getBytes(UTF_8));
        live.cut(LiveAnswer.Cut.RST);
        assertThat(lastAnswer().locator(".markdown")).hasText("One two three");
        assertEquals(live.id() + ":0", chat.calls(STREAM).getFirst().header("last-event-id"));
    }

    /** The connection of a phone that slept dies without a word. */
    @Test
    @Tag("WEB-17")
    void aPageThatWakesUpAsksForTheRestAtOnce() throws Exception {
        page.clock().install();
        twoOfThreeWords();
        page.clock().fastForward(31_000);
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        assertThat(lastAnswer().locator(".markdown")).hasText("One two three");
        assertEquals(1, chat.calls(STREAM).size());
    }

    @Test
    void aReloadInTheMiddleShowsTheAnswerWhenItIsReady() throws Exception {
        visitOpenChat();
        ask("Count");
        LiveAnswer live = chat.nextAnswer();
        live.token("One ");
        String session =
                FakeChat.bodyOf(chat.calls("POST /api/public/chat/stream").getFirst())
                        .get("session_id")
                        .getAsString();
        chat.remember(session, "assistant", "One ", "running");
        page.reload();
        assertThat(page.locator("zaaky-chat .typing")).isVisible();
        chat.forgetHistory(session);
        chat.remember(session, "user", "Count", "complete");
        chat.remember(session, "assistant", "One two three", "complete");
        assertThat(lastAnswer().locator(".markdown")).hasText("One two three");
        assertThat(page.locator("zaaky-chat .typing")).hasCount(0);
        assertTrue(page.locator("zaaky-chat .user").count() == 1, "the question shows once");
    }
}
