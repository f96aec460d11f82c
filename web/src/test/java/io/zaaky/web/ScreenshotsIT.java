package io.zaaky.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Pictures of the chat for people to look at, in {@code target/screenshots}. */
class ScreenshotsIT extends BrowserTest {

    @Test
    void pictures() throws Exception {
        fresh(new Browser.NewContextOptions().setViewportSize(1180, 780));
        converse("desktop-light");
        fresh(
                new Browser.NewContextOptions()
                        .setViewportSize(1180, 780)
                        .setColorScheme(ColorScheme.DARK));
        converse("desktop-dark");
        fresh(
                new Browser.NewContextOptions()
                        .setViewportSize(390, 780)
                        .setDeviceScaleFactor(2)
                        .setIsMobile(true)
                        .setHasTouch(true));
        converse("phone");
    }

    private void converse(String name) throws Exception {
        chat.config().addProperty("color", "#0f766e");
        chat.config().add("suggestions", Samples.suggestions());
        visitOpenChat();
        shot(name + "-greeting");
        ask("When does the first ferry leave, and what does a bike cost?");
        LiveAnswer live = chat.nextAnswer();
        assertThat(page.locator("zaaky-chat .typing")).isVisible();
        shot(name + "-waiting");
        live.token(Samples.ANSWER.substring(0, 90));
        assertThat(lastAnswer().locator(".markdown")).containsText("first ferry");
        shot(name + "-streaming");
        live.token(Samples.ANSWER.substring(90));
        live.complete("weak", "stop", Samples.sources());
        assertThat(lastAnswer().locator(".sources")).isVisible();
        shot(name + "-answer");
        page.locator("zaaky-chat .log").evaluate("log => log.scrollTop = 120");
        shot(name + "-scrolled");
        ask("And in winter?");
        live = chat.nextAnswer();
        live.token("In winter the first");
        assertThat(lastAnswer().locator(".markdown")).hasText("In winter the first");
        live.cut(LiveAnswer.Cut.FIN);
        assertThat(button("Try again")).isVisible();
        shot(name + "-interrupted");
    }

    private void shot(String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", name + ".png")));
    }
}
