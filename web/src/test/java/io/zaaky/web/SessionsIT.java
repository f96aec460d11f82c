package io.zaaky.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsIT extends BrowserTest {

    @Test
    void aConversationIsThereAgainAfterAReload() throws Exception {
        visitOpenChat();
        ask("Who are you?");
        chat.nextAnswer().token("The *harbour* desk.").complete();
        assertThat(lastAnswer().locator("em")).hasText("harbour");
        page.reload();
        assertThat(page.locator("zaaky-chat .user .bubble")).hasText("Who are you?");
        assertThat(lastAnswer().locator(".markdown")).hasText("The harbour desk.");
        ask("Really?");
        chat.nextAnswer().token("Yes.").complete();
        assertEquals(1, sessions().size(), () -> "sessions seen: " + sessions());
    }

    private List<String> sessions() {
        return chat.calls("POST /api/public/chat/stream").stream()
                .map(call -> FakeChat.bodyOf(call).get("session_id").getAsString())
                .distinct()
                .toList();
    }

    @Test
    void aNewConversationMakesTheServerForgetTheOldOne() throws Exception {
        visitOpenChat();
        ask("Who are you?");
        chat.nextAnswer().token("The desk.").complete();
        assertThat(lastAnswer().locator(".markdown")).hasText("The desk.");
        button("New conversation").click();
        assertThat(page.locator("zaaky-chat .user")).hasCount(0);
        assertThat(lastAnswer()).containsText("Hello! Ask me about the harbour.");
        assertEquals(sessions(), chat.forgotten());
        ask("And now?");
        chat.nextAnswer().token("New.").complete();
        assertEquals(2, sessions().size(), () -> "sessions seen: " + sessions());
    }

    @Test
    @Tag("WEB-08")
    void theSessionIsInNoAddressRefererOrPerformanceEntry() throws Exception {
        String outside = site.page("/outside.html", "<!doctype html><title>Out</title>", "");
        visitOpenChat();
        ask("Who are you?");
        LiveAnswer live = chat.nextAnswer();
        live.token("See [there](" + outside + ").").complete();
        Page other = page.waitForPopup(() -> lastAnswer().locator("a").click());
        other.waitForLoadState();
        String session = sessions().getFirst();
        assertEquals("", other.evaluate("document.referrer"));
        assertTrue(
                page.evaluate("JSON.stringify(localStorage)").toString().contains(session),
                "this test looks for what is not the session");
        for (HttpCall call : chat.calls()) {
            assertFalse(call.target().contains(session), call::target);
            assertFalse(call.header("referer").contains(session), call.header("referer"));
            assertEquals("", call.header("cookie"), call::target);
        }
        for (HttpCall call : site.calls()) {
            assertFalse(call.toString().contains(session), call::toString);
        }
        String entries = "JSON.stringify(performance.getEntries()) + location.href";
        assertFalse(page.evaluate(entries).toString().contains(session), "told to the page");
    }

    @Test
    void blockedStorageMeansAConversationAsLongAsThePage() throws Exception {
        page.addInitScript(
                "Object.defineProperty(window, 'localStorage', { get() { throw new"
                        + " DOMException('no', 'SecurityError'); } })");
        visitOpenChat();
        ask("Hi");
        chat.nextAnswer().token("Hello.").complete();
        assertThat(lastAnswer().locator(".markdown")).hasText("Hello.");
        ask("Again");
        chat.nextAnswer().token("Again.").complete();
        assertThat(lastAnswer().locator(".markdown")).hasText("Again.");
        assertEquals(1, sessions().size(), () -> "sessions seen: " + sessions());
        assertEquals(List.of(), complaints);
    }

    @Test
    void twoChatbotsOfOneServerKeepTwoSessions() throws Exception {
        visit(tag("data-open") + tag("data-open").replace("acme/desk", "acme/shop"));
        for (int n = 0; n < 2; n++) {
            page.locator("zaaky-chat textarea").nth(n).fill("Hi");
            page.locator("zaaky-chat textarea").nth(n).press("Enter");
            chat.nextAnswer().token("Hello.").complete();
        }
        assertEquals(2, sessions().size(), () -> "sessions seen: " + sessions());
        assertEquals(2, ((Number) page.evaluate("localStorage.length")).intValue());
    }

    @Test
    void aSignedVisitorsConversationComesByTheTokenAloneWhichIsInNoAddress() throws Exception {
        String outside = site.page("/outside.html", "<!doctype html><title>Out</title>", "");
        visit(tag("data-open data-visitor-token=\"head.first.signature\""));
        ask("Who are you?");
        chat.nextAnswer().token("See [there](" + outside + ").").complete();
        assertThat(lastAnswer().locator("a")).hasCount(1);
        assertEquals("0", page.evaluate("String(localStorage.length)"));
        Page other = page.waitForPopup(() -> lastAnswer().locator("a").click());
        other.waitForLoadState();
        assertEquals("", other.evaluate("document.referrer"));
        fresh(new Browser.NewContextOptions()); // another device
        visit(tag("data-open data-visitor-token=\"head.second.signature\""));
        assertThat(page.locator("zaaky-chat .user .bubble")).hasText("Who are you?");
        page.evaluate("document.querySelector('script').dataset.visitorToken = 'head.third.s'");
        ask("Really?");
        chat.nextAnswer().token("Yes.").complete();
        assertThat(lastAnswer().locator(".markdown")).hasText("Yes.");
        List<HttpCall> asked = chat.calls("POST /api/public/chat/stream");
        assertEquals("head.first.signature", asked.getFirst().header("x-visitor-token"));
        assertEquals("head.third.s", asked.getLast().header("x-visitor-token"));
        for (HttpCall call : chat.calls()) {
            assertFalse(call.target().contains("head."), call::target);
            assertFalse(call.header("referer").contains("head."), call.header("referer"));
        }
        String entries = "JSON.stringify(performance.getEntries()) + location.href";
        assertFalse(page.evaluate(entries).toString().contains("head."), "told to the page");
    }

    @Test
    void whoHasToSignInAgainIsToldSo() throws Exception {
        visitOpenChat();
        chat.on(
                "POST /api/public/chat/stream",
                call -> FakeChat.problem(call, 401, "unauthorized", ""));
        ask("Hi");
        assertThat(lastAnswer().locator(".notice")).containsText("Please sign in again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"incomplete", "failed", ""})
    void anAnswerThatWasCutBeforeTheReloadCanBeTriedAgain(String state) throws Exception {
        visitOpenChat();
        ask("First");
        chat.nextAnswer().token("Yes.").complete();
        assertThat(lastAnswer().locator(".markdown")).hasText("Yes.");
        chat.remember(sessions().getFirst(), "user", "Second", "complete");
        if (!state.isEmpty()) {
            chat.remember(sessions().getFirst(), "assistant", "Well", state);
        }
        page.reload();
        assertThat(lastAnswer().locator(".notice")).containsText("The answer was interrupted.");
        button("Try again").click();
        LiveAnswer live = chat.nextAnswer();
        assertEquals("Second", live.message());
        live.token("Indeed.").complete();
        assertThat(lastAnswer().locator(".markdown")).hasText("Indeed.");
    }

    @Test
    void aRestoredConversationIsNotReadOut() throws Exception {
        visitOpenChat();
        ask("First");
        chat.nextAnswer().token("Yes.").complete();
        assertThat(page.locator("zaaky-chat [role=status]")).containsText("Yes.");
        page.reload();
        assertThat(lastAnswer().locator(".markdown")).hasText("Yes.");
        assertThat(page.locator("zaaky-chat [role=status]")).hasText("");
    }
}
