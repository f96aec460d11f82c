package io.zaaky.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HostPagesIT extends BrowserTest {

    private void expectAConversation() throws Exception {
        ask("Hi");
        chat.nextAnswer()
                .token("**Hello**, see [1] and [a](https://a.example).")
                .complete(
                        "weak",
                        "stop",
                        Events.array(Events.source(1, "Title", "https://b.example", "Snippet")));
        assertThat(lastAnswer().locator("strong")).hasText("Hello");
        assertThat(lastAnswer().locator(".sources li")).hasCount(1);
        assertEquals(List.of(), complaints);
    }

    @Test
    @Tag("WEB-15")
    void theStrictestPolicyIsEnough() throws Exception {
        String csp =
                ("default-src 'none'; script-src CHAT; connect-src CHAT; base-uri 'none';"
                                + " form-action 'none'; require-trusted-types-for 'script';"
                                + " trusted-types 'none'")
                        .replace("CHAT", chat.origin());
        visit(tag("data-open"), csp);
        expectAConversation();
        assertEquals("rgb(255, 255, 255)", background());
    }

    @Test
    void aPolicyOfNoncesIsEnough() throws Exception {
        String csp =
                "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; connect-src "
                        + chat.origin();
        visit(tag("data-open nonce=abc"), csp);
        expectAConversation();
    }

    private Object background() {
        return page.locator("zaaky-chat .panel")
                .evaluate("panel => getComputedStyle(panel).backgroundColor");
    }

    @Test
    @Tag("WEB-15")
    void aPageThatStylesEverythingChangesNothing() throws Exception {
        String css =
                "<style>* {all: unset !important; color: red !important} html {font-size: 40px}"
                        + " div, button, textarea {display: none !important}"
                        + " zaaky-chat {display: none !important; opacity: 0 !important}</style>";
        visit(css + tag("data-open"));
        expectAConversation();
        BoundingBox box = page.locator("zaaky-chat .panel").boundingBox();
        assertEquals(408, box.width);
        assertEquals("rgb(255, 255, 255)", background());
        assertEquals(
                "15px rgb(26, 34, 48) 1",
                lastAnswer()
                        .evaluate(
                                "node => { const style = getComputedStyle(node); return"
                                        + " style.fontSize + ' ' + style.color + ' ' +"
                                        + " style.opacity; }"));
    }

    @Test
    // Not "get" and "set": with these Playwright itself can't work in the page any more.
    @Tag("WEB-15")
    void pollutedPrototypesDoNoHarm() throws Exception {
        page.addInitScript(
                """
                for (const name of ["color", "title", "greeting", "url", "href", "mode", "type", "error",
                    "code", "signal", "method", "body", "headers", "done", "stream", "value",
                    "writable", "once", "capture", "passive", "position", "theme", "open", "credentials",
                    "token", "tokens", "cite", "live", "session_id", "finish_reason", "snippet", "reasons"]) {
                  Object.prototype[name] = "polluted";
                }
                Object.prototype.toJSON = () => "polluted";
                Array.prototype.toJSON = () => "polluted";
                Array.prototype.extra = "polluted";
                String.prototype.extra = "polluted";
                Function.prototype.extra = "polluted";
                """);
        visit(tag("data-open"));
        expectAConversation();
        assertEquals(0, page.getByText("polluted").count());
    }

    @Test
    @Tag("WEB-15")
    void frozenPrototypesDoNoHarm() throws Exception {
        page.addInitScript(
                "for (const type of [Object, Array, Function, String, Error, Promise, Map, RegExp])"
                        + " Object.freeze(type.prototype);");
        visit(tag("data-open"));
        expectAConversation();
    }

    @Test
    void twoCopiesOfTheScriptMountOneChat() throws Exception {
        visit(tag("data-open") + tag("data-open") + tag("data-open").replace(" defer", ""));
        input().waitFor();
        page.waitForLoadState();
        expectAConversation();
        assertThat(page.locator("zaaky-chat")).hasCount(1);
    }

    @Test
    void thePageGetsOneElementAndOneGlobal() throws Exception {
        String names = "JSON.stringify(Object.getOwnPropertyNames(window).sort())";
        visit("<iframe srcdoc='' hidden></iframe>");
        List<?> before = (List<?>) page.evaluate("Object.getOwnPropertyNames(window)");
        String bodyBefore = (String) page.evaluate("document.body.children.length + ''");
        visit("<iframe srcdoc='' hidden></iframe>" + tag("data-open"));
        expectAConversation();
        List<?> after = (List<?>) page.evaluate("Object.getOwnPropertyNames(window)");
        List<?> added = after.stream().filter(name -> !before.contains(name)).toList();
        assertEquals(List.of("ZaakyChat"), added, () -> "globals now: " + page.evaluate(names));
        assertEquals("2", bodyBefore);
        assertEquals(
                "MAIN IFRAME SCRIPT ZAAKY-CHAT",
                page.evaluate("[...document.body.children].map(node => node.nodeName).join(' ')"));
        assertEquals("", page.evaluate("document.body.style.cssText + document.body.className"));
    }

    @Test
    void theGlobalOpensClosesAndRemovesTheChat() {
        visit(tag(""));
        assertThat(button("Open chat")).isVisible();
        page.evaluate("ZaakyChat.open()");
        assertThat(input()).isFocused();
        page.evaluate("ZaakyChat.close()");
        assertThat(input()).isHidden();
        page.evaluate("ZaakyChat.destroy()");
        assertThat(page.locator("zaaky-chat")).hasCount(0);
    }

    @Test
    @Tag("WEB-11")
    void messagesFromOtherWindowsAreIgnored() throws Exception {
        visit("<iframe srcdoc='<p>x'></iframe>" + tag("data-open"));
        input().waitFor();
        page.evaluate(
                "for (const type of ['open', 'close', 'destroy', 'token', 'config', 'session']) for"
                        + " (const target of [window, frames[0].parent]) target.postMessage({ type,"
                        + " source: 'zaaky', data: 'x', url: 'https://evil.example' }, '*');");
        expectAConversation();
    }

    @Test
    void theChatStandsInsideAnElementOfThePage() throws Exception {
        visit("<div id=here></div>" + tag("data-target='#here'"));
        input().waitFor();
        expectAConversation();
        assertThat(page.locator("#here > zaaky-chat")).hasCount(1);
        assertThat(button("Open chat")).hasCount(0);
    }

    @Test
    void rightToLeftTextAndPagesAreLaidOutSo() throws Exception {
        visit("<script>document.documentElement.dir = 'rtl'</script>" + tag("data-open"));
        input().waitFor();
        ask("متى تغادر العبارة؟");
        chat.nextAnswer().token("تغادر **العبارة** الساعة 6:10.\n\nIn English too.").complete();
        assertThat(lastAnswer().locator("p")).hasCount(2);
        String direction = "node => getComputedStyle(node).direction";
        assertEquals("rtl", lastAnswer().locator("p").first().evaluate(direction));
        assertEquals("ltr", lastAnswer().locator("p").nth(1).evaluate(direction));
        assertEquals("rtl", page.locator("zaaky-chat .user .bubble").evaluate(direction));
    }

    @Test
    void aDarkColourGetsLightTextAndALightOneDarkText() {
        String text = "node => getComputedStyle(node).color";
        chat.config().addProperty("color", "gold");
        visit(tag(""));
        assertThat(page.locator("zaaky-chat .launcher")).hasCSS("color", "rgb(17, 24, 39)");
        chat.config().addProperty("color", "navy");
        visit(tag(""));
        assertThat(page.locator("zaaky-chat .launcher")).hasCSS("color", "rgb(255, 255, 255)");
        assertTrue(page.locator("zaaky-chat .launcher").evaluate(text) != null);
    }
}
