package io.zaaky.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonArray;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessibilityIT extends BrowserTest {

    @ParameterizedTest(name = "{0}, {1} px wide, colour {2}")
    @CsvSource({
        "LIGHT, 1180, ''", "DARK, 1180, ''", "LIGHT, 390, ''", "DARK, 390, ''",
        "LIGHT, 1180, gold", "DARK, 1180, navy", "LIGHT, 1180, #777", "DARK, 1180, #0f766e",
    })
    void axeFindsNothing(ColorScheme scheme, int width, String color) throws Exception {
        fresh(
                new Browser.NewContextOptions()
                        .setViewportSize(width, 780)
                        .setReducedMotion(ReducedMotion.REDUCE)
                        .setColorScheme(scheme));
        chat.config().addProperty("color", color);
        chat.config().add("suggestions", Samples.suggestions());
        String background = scheme == ColorScheme.DARK ? "#111; color: #eee" : "#fff";
        visit("<style>body { background: " + background + " }</style>" + tag(""));
        assertThat(button("Open chat")).isVisible();
        expectNoViolations();
        button("Open chat").click();
        expectNoViolations();
        ask("When does the first ferry leave?");
        LiveAnswer live = chat.nextAnswer();
        live.token(Samples.ANSWER);
        assertThat(lastAnswer().locator("table")).isVisible();
        expectNoViolations();
        live.complete("weak", "length", Samples.sources());
        assertThat(lastAnswer().locator(".sources")).isVisible();
        expectNoViolations();
        ask("And in winter?");
        live = chat.nextAnswer();
        live.token("```\ncode\n```\n> quote");
        assertThat(lastAnswer().locator("blockquote")).isVisible();
        live.cut(LiveAnswer.Cut.CLEAN);
        assertThat(button("Try again")).isVisible();
        expectNoViolations();
    }

    private void expectNoViolations() {
        List<String> violations =
                new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .map(rule -> rule.getId() + ": " + rule.getNodes())
                                .toList();
        assertEquals(List.of(), violations);
    }

    @Test
    void theKeyboardAloneIsEnough() throws Exception {
        visit("<button>Before</button>" + tag(""));
        assertThat(button("Open chat")).isVisible();
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        assertThat(button("Open chat")).isFocused();
        assertThat(button("Open chat")).hasAttribute("aria-expanded", "false");
        page.keyboard().press("Enter");
        assertThat(input()).isFocused();
        assertThat(page.locator("zaaky-chat .launcher")).hasAttribute("aria-expanded", "true");
        page.keyboard().type("First line");
        page.keyboard().press("Shift+Enter");
        page.keyboard().type("second line");
        page.keyboard().press("Enter");
        LiveAnswer live = chat.nextAnswer();
        assertEquals("First line\nsecond line", live.message());
        live.token("Done.").complete();
        assertThat(lastAnswer().locator(".markdown")).hasText("Done.");
        assertThat(input()).isFocused();
        page.keyboard().press("Escape");
        assertThat(input()).isHidden();
        assertThat(button("Open chat")).isFocused();
    }

    @Test
    void anInputMethodsEnterDoesNotSend() {
        visitOpenChat();
        input().fill("かな");
        input().dispatchEvent(
                        "keydown",
                        java.util.Map.of("key", "Enter", "isComposing", true, "bubbles", true));
        assertThat(input()).hasValue("かな");
        assertThat(page.locator("zaaky-chat .user")).hasCount(0);
    }

    @Test
    void theSheetOfAPhoneKeepsTheFocusAndThePanelOfADesktopDoesNot() {
        fresh(new Browser.NewContextOptions().setViewportSize(390, 780));
        visit("<button>Before</button>" + tag("") + "<button>After</button>");
        button("Open chat").click();
        assertThat(page.locator("zaaky-chat .panel")).hasAttribute("aria-modal", "true");
        for (int n = 0; n < 12; n++) {
            page.keyboard().press(n < 6 ? "Tab" : "Shift+Tab");
            assertEquals(
                    "ZAAKY-CHAT", page.evaluate("document.activeElement.nodeName"), "after " + n);
        }
        page.setViewportSize(1180, 780);
        assertThat(page.locator("zaaky-chat .panel")).not().hasAttribute("aria-modal", "true");
    }

    @Test
    void aScreenReaderHearsWholePiecesAndNeverSingleWords() throws Exception {
        visitOpenChat();
        page.locator("zaaky-chat [role=status]")
                .evaluate(
                        "status => { window.heard = []; new MutationObserver(changes =>"
                            + " changes.forEach(change => change.addedNodes.forEach(node =>"
                            + " heard.push(node.textContent)))).observe(status, { childList: true,"
                            + " subtree: true, characterData: true }); }");
        ask("Tell");
        LiveAnswer live = chat.nextAnswer();
        live.tokens("It is **early**.\n\nVery early.\n\n- One\n- Two");
        assertThat(lastAnswer().locator("li")).hasCount(2);
        live.complete("good", "stop", new JsonArray());
        assertThat(page.locator("zaaky-chat .typing")).hasCount(0);
        assertEquals(
                List.of("The answer is being written.", "It is early.", "Very early.", "OneTwo"),
                page.evaluate("heard"));
        assertThat(page.locator("zaaky-chat [role=log]")).hasAttribute("aria-live", "off");
    }

    @Test
    void theLogFollowsTheAnswerOnlyWhileItsEndIsInView() throws Exception {
        visitOpenChat();
        ask("Tell");
        LiveAnswer live = chat.nextAnswer();
        String room = "log => Math.round(log.scrollHeight - log.scrollTop - log.clientHeight)";
        live.token("line\n\n".repeat(60));
        assertThat(lastAnswer().locator("p")).hasCount(60);
        assertEquals(0, page.locator("zaaky-chat .log").evaluate(room));
        page.locator("zaaky-chat .log").evaluate("log => { log.scrollTop = 100; }");
        page.waitForFunction(
                "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>"
                        + " done(true))))");
        live.token("more\n\n".repeat(20));
        assertThat(lastAnswer().locator("p")).hasCount(80);
        assertEquals(
                100, page.locator("zaaky-chat .log").evaluate("log => Math.round(log.scrollTop)"));
        button("Go to the latest message").click();
        assertEquals(0, page.locator("zaaky-chat .log").evaluate(room));
        live.complete();
        assertThat(button("Go to the latest message")).isHidden();
    }

    @Test
    void selectedTextStaysSelectedWhileTheAnswerGrows() throws Exception {
        visitOpenChat();
        ask("Tell");
        LiveAnswer live = chat.nextAnswer();
        live.token("One **two** three");
        assertThat(lastAnswer().locator("strong")).hasText("two");
        lastAnswer()
                .locator("strong")
                .evaluate(
                        "node => { window.kept = node; getSelection().selectAllChildren(node); }");
        live.token(" four\n\n- five\n- six");
        assertThat(lastAnswer().locator("li")).hasCount(2);
        live.complete();
        assertThat(page.locator("zaaky-chat .typing")).hasCount(0);
        assertTrue((Boolean) page.evaluate("window.kept.isConnected"), "the node was replaced");
    }
}
