package io.zaaky.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.microsoft.playwright.Locator;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersIT extends BrowserTest {

    @Test
    void tokensShowOneByOneAsTheyArrive() throws Exception {
        visitOpenChat();
        ask("What about ferries?");
        LiveAnswer live = chat.nextAnswer();
        assertThat(page.locator("zaaky-chat .typing")).isVisible();
        live.token("The");
        assertThat(lastAnswer().locator(".markdown")).hasText("The");
        live.token(" first **fer");
        assertThat(lastAnswer().locator(".markdown")).hasText("The first fer");
        live.token("ry** leaves");
        assertThat(lastAnswer().locator("strong")).hasText("ferry");
        assertThat(button("Stop the answer")).isVisible();
        live.complete();
        assertThat(page.locator("zaaky-chat .typing")).hasCount(0);
        assertThat(lastAnswer().locator(".markdown")).hasText("The first ferry leaves");
        assertThat(button("Send")).isVisible();
        assertEquals(List.of(), complaints);
    }

    @Test
    void sourcesShowNumberTitleSnippetAndWhereTheyLead() throws Exception {
        visitOpenChat();
        ask("When?");
        LiveAnswer live = chat.nextAnswer();
        live.token("At 6:10 [1], not at 7 [4].");
        live.complete("good", "stop", twoSources());
        Locator entries = lastAnswer().locator(".sources li");
        assertThat(entries).hasCount(2);
        assertThat(entries.first()).containsText("Timetable");
        assertThat(entries.first()).containsText("From 6:10 every hour.");
        assertThat(entries.first().locator("a .host")).containsText("docs.example.org");
        assertThat(entries.first().locator("a"))
                .hasAttribute("rel", "noopener noreferrer nofollow");
        assertThat(entries.first().locator("a")).hasAttribute("target", "_blank");
        assertThat(entries.first().locator("a"))
                .hasAttribute(
                        "href", "https://docs.example.org/t#:~:text=From%206%3A10%20every%20hour.");
        assertThat(entries.nth(1).locator("a")).hasCount(0);
        assertThat(lastAnswer().locator(".markdown")).hasText("At 6:10 1, not at 7 [4].");
        button("Source 1: Timetable").click();
        assertThat(entries.first()).isFocused();
    }

    private static JsonArray twoSources() {
        return Events.array(
                Events.source(
                        1, "Timetable", "https://docs.example.org/t", "From 6:10 every hour."),
                Events.source(2, "House rules", "javascript:alert(1)", "No dogs."));
    }

    @Test
    void anUncertainAnswerSaysSo() throws Exception {
        visitOpenChat();
        ask("Is it?");
        chat.nextAnswer().token("Perhaps.").complete("weak", "stop", new JsonArray());
        assertThat(lastAnswer().locator(".hint")).containsText("I found little about this");
    }

    @Test
    void aSuggestionIsAskedWithOneClick() throws Exception {
        chat.config().add("suggestions", new JsonArray());
        chat.config().getAsJsonArray("suggestions").add("Where is the office?");
        visitOpenChat();
        button("Where is the office?").click();
        assertEquals("Where is the office?", chat.nextAnswer().message());
        assertThat(button("Where is the office?")).hasCount(0);
    }

    @Test
    void stoppingClosesTheStreamAndTellsTheServer() throws Exception {
        visitOpenChat();
        ask("Tell me everything");
        LiveAnswer live = chat.nextAnswer();
        live.token("It began");
        assertThat(lastAnswer().locator(".markdown")).hasText("It began");
        button("Stop the answer").click();
        assertTrue(live.visitorLeaves(), "the browser keeps the stream open");
        assertThat(lastAnswer()).containsText("You stopped this answer.");
        assertThat(lastAnswer()).containsText("It began");
        page.waitForCondition(() -> !chat.calls("POST /api/public/chat/stop").isEmpty());
        assertThat(button("Try again")).hasCount(0);
    }

    @Test
    void aCharacterCutInTheMiddleOfItsBytesArrivesWhole() throws Exception {
        chat.script(live -> live.byteByByte().token("Zürich 🚢 – ہیلو").complete());
        visitOpenChat();
        ask("Where?");
        assertThat(lastAnswer().locator(".markdown")).hasText("Zürich 🚢 – ہیلو");
    }
}
