package io.zaaky.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresIT extends BrowserTest {

    private static final String STREAM = "POST /api/public/chat/stream";

    @Test
    void anErrorEventShowsItsSentenceAndTheTextBeforeItAndCanBeTriedAgain() throws Exception {
        visitOpenChat();
        ask("Hi");
        LiveAnswer live = chat.nextAnswer();
        live.token("It is");
        live.error("The assistant is resting.", "provider_timeout", true);
        assertThat(lastAnswer().locator(".notice")).containsText("The assistant is resting.");
        assertThat(lastAnswer().locator(".markdown")).hasText("It is");
        button("Try again").click();
        chat.nextAnswer().token("It is seven.").complete();
        assertThat(lastAnswer().locator(".markdown")).hasText("It is seven.");
    }

    @Test
    void anErrorThatWillHappenAgainOffersNoRetry() throws Exception {
        visitOpenChat();
        ask("Hi");
        chat.nextAnswer().error("That can't be answered.", "provider_rejected", false);
        assertThat(lastAnswer().locator(".notice")).containsText("That can't be answered.");
        assertThat(button("Try again")).hasCount(0);
    }

    @Test
    void tooManyMessagesSayWhenTheNextMayBeSent() {
        chat.on(STREAM, call -> FakeChat.problem(call, 429, "rate_limited", "Retry-After: 2\r\n"));
        visitOpenChat();
        ask("Hi");
        assertThat(lastAnswer().locator(".notice")).containsText("a lot of messages");
        assertThat(page.locator("zaaky-chat .retry")).isDisabled();
        assertThat(page.locator("zaaky-chat .retry")).containsText("You can try again in");
        assertThat(button("Try again")).isEnabled();
    }

    @ParameterizedTest
    @CsvSource({
        "413, message_too_long, This message is too long",
        "503, overloaded, The chat is very busy",
        "503, shutting_down, not available at the moment",
        "500, internal, not available at the moment",
        "409, answer_in_progress, The previous answer is still being written",
        "429, budget_exhausted, reached its limit for today",
        "403, origin_not_allowed, not available on this page",
    })
    void aFailureBeforeTheStreamIsASentenceForPeople(int status, String code, String sentence) {
        chat.on(STREAM, call -> FakeChat.problem(call, status, code, ""));
        visitOpenChat();
        ask("Hi");
        assertThat(lastAnswer().locator(".notice")).containsText(sentence);
        assertThat(lastAnswer()).not().containsText("developers");
        assertThat(lastAnswer()).not().containsText(code);
    }

    @Test
    void aMessageThatIsTooLongComesBackForShortening() {
        chat.on(STREAM, call -> FakeChat.problem(call, 413, "message_too_long", ""));
        visitOpenChat();
        ask("A long story");
        assertThat(input()).hasValue("A long story");
        assertThat(button("Try again")).hasCount(0);
    }

    @Test
    void aServerThatIsDownSaysSoAndIsAskedAgainOnRequest() {
        chat.on(
                "GET /api/public/chatbots/acme/desk",
                call -> FakeChat.problem(call, 503, "overloaded", ""));
        visitOpenChat();
        assertThat(lastAnswer().locator(".notice")).containsText("The chat is very busy");
        chat.off("GET /api/public/chatbots/acme/desk");
        button("Try again").click();
        assertThat(lastAnswer()).containsText("Hello! Ask me about the harbour.");
    }

    @Test
    void aChatbotThatDoesNotExistShowsNothingButAWarningForTheDeveloper() {
        chat.on(
                "GET /api/public/chatbots/acme/desk",
                call -> FakeChat.problem(call, 404, "unknown_chatbot", ""));
        visit(tag(""));
        page.waitForCondition(
                () -> complaints.stream().anyMatch(text -> text.contains("unknown_chatbot")));
        assertEquals(0, page.locator("zaaky-chat").count());
    }

    @Test
    void aPausedChatbotSaysWhatItsOwnerSaysInPlaceOfAnError() throws Exception {
        chat.on(STREAM, call -> FakeChat.paused(call, "We are back on Monday."));
        visitOpenChat();
        ask("When do you open?");
        assertThat(lastAnswer().locator(".notice.calm")).hasText("We are back on Monday.");
        assertThat(page.locator("zaaky-chat [role=alert]")).hasCount(0);
        assertThat(input()).hasValue("When do you open?");
        chat.off(STREAM);
        ask("When do you open?");
        chat.nextAnswer().token("At nine.").complete();
        assertThat(lastAnswer().locator(".markdown")).hasText("At nine.");
    }

    @Test
    void aChatbotThatIsPausedAlreadySaysSoBeforeAnythingIsAsked() {
        chat.config().addProperty("paused", "We are back on Monday.");
        visitOpenChat();
        assertThat(lastAnswer().locator(".notice.calm")).hasText("We are back on Monday.");
    }

    @Test
    void theVisitorsLanguageIsSpoken() {
        fresh(new Browser.NewContextOptions());
        chat.on(STREAM, call -> FakeChat.problem(call, 503, "overloaded", ""));
        visit(tag("data-open data-lang=\"de\""));
        ask("Hallo");
        assertThat(lastAnswer().locator(".notice")).containsText("stark ausgelastet");
        assertThat(button("Erneut versuchen")).isVisible();
    }
}
