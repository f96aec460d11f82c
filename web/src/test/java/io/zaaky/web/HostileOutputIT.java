package io.zaaky.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HostileOutputIT extends BrowserTest {

    /** Everything in the log that the renderer may not make, as text. */
    private static final String FORBIDDEN =
            """
            log => {
              const tags = new Set(["DIV", "SPAN", "P", "BR", "STRONG", "EM", "CODE", "PRE", "UL", "OL",
                "LI", "A", "BDI", "BLOCKQUOTE", "HR", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD",
                "BUTTON", "I", "SUP"]);
              const attributes = new Set(["class", "dir", "href", "target", "rel", "start", "tabindex",
                "type", "role", "aria-label", "aria-hidden", "hidden"]);
              const found = [];
              for (const node of log.querySelectorAll("*")) {
                if (node.namespaceURI !== "http://www.w3.org/1999/xhtml") {
                  if (node.closest(".markdown, .sources")) found.push(node.outerHTML);
                  continue;
                }
                if (!tags.has(node.nodeName)) found.push(node.outerHTML);
                for (const { name } of node.attributes) {
                  if (!attributes.has(name)) found.push(name + " in " + node.outerHTML);
                }
                if (node.nodeName === "A" && (!/^(https?:\\/\\/|mailto:)/.test(node.getAttribute("href"))
                    || node.rel !== "noopener noreferrer nofollow" || node.target !== "_blank")) {
                  found.push(node.outerHTML);
                }
              }
              return found;
            }\
            """;

    private Site sink;

    @BeforeEach
    void openSink() throws Exception {
        sink = new Site();
    }

    @AfterEach
    void closeSink() throws Exception {
        sink.close();
    }

    @Test
    @Tag("ING-20")
    @Tag("WEB-01")
    @Tag("WEB-03")
    void nothingThatAModelSaysRunsOrLoads() {
        chat.script(live -> live.token(live.message()).complete());
        visitOpenChat();
        askAll();
    }

    @Test
    @Tag("WEB-01")
    void nothingRunsOrLoadsWhereverTheTextIsCut() {
        chat.script(live -> live.tokens(live.message()).complete());
        visitOpenChat();
        askAll();
    }

    @Test
    @Tag("WEB-01")
    void nothingRunsOrLoadsWhereverTheBytesAreCut() {
        chat.script(live -> live.byteByByte().token(live.message()).complete());
        visitOpenChat();
        askAll();
    }

    private void askAll() {
        List<String> payloads = HostilePayloads.against(sink.origin());
        for (int n = 0; n < payloads.size(); n++) {
            ask(payloads.get(n));
            assertThat(page.locator("zaaky-chat .assistant")).hasCount(n + 2);
            assertThat(page.locator("zaaky-chat .typing")).hasCount(0);
        }
        expectInert();
    }

    @Test
    @Tag("ING-20")
    @Tag("WEB-02")
    void hostileTitlesSnippetsAddressesAndGreetingsAreOnlyText() {
        List<String> payloads = HostilePayloads.against(sink.origin());
        chat.config().addProperty("title", payloads.getFirst());
        chat.config().addProperty("placeholder", payloads.get(3));
        chat.config().addProperty("color", "red;} * {background:url(" + sink.origin() + ")");
        chat.config().addProperty("greeting", String.join("\n\n", payloads));
        JsonArray suggestions = new JsonArray();
        JsonArray sources = new JsonArray();
        for (String payload : payloads) {
            suggestions.add(payload);
            sources.add(Events.source(sources.size() + 1, payload, payload, payload));
        }
        chat.config().add("suggestions", suggestions);
        chat.script(live -> live.token("See [1].").complete("good", "stop", sources));
        visitOpenChat();
        assertThat(page.locator("zaaky-chat .suggestion")).hasCount(payloads.size());
        ask("Hi");
        assertThat(lastAnswer().locator(".sources li")).hasCount(payloads.size());
        page.locator("zaaky-chat .more").click();
        expectInert();
    }

    @Test
    void whatAServersErrorSaysIsOnlyText() {
        chat.script(live -> live.error("<img src=x onerror=alert(1)>", "internal", true));
        visitOpenChat();
        ask("Hi");
        assertThat(lastAnswer().locator(".notice span")).hasText("<img src=x onerror=alert(1)>");
        expectInert();
    }

    @Test
    @Tag("WEB-03")
    void aLinkTellsWhereItLeadsWhateverItsTextClaims() {
        chat.script(live -> live.token(live.message()).complete());
        visitOpenChat();
        ask("[https://bank.example/login](https://evil.example/x) <https://fine.example/a>");
        assertThat(lastAnswer().locator("a").first()).containsText("(evil.example)");
        assertThat(lastAnswer().locator("a").nth(1)).hasText("https://fine.example/a");
    }

    private void expectInert() {
        assertEquals(List.of(), page.locator("zaaky-chat .log").evaluate(FORBIDDEN));
        assertEquals(List.of(), dialogs);
        assertEquals(List.of(), sink.requests());
        assertEquals(List.of(), complaints);
    }
}
