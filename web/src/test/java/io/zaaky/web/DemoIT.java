package io.zaaky.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoIT extends BrowserTest {

    private static final String POLICY =
            "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';"
                    + " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types"
                    + " 'none'\r\n";

    @BeforeEach
    void serveDemo() throws Exception {
        String html;
        try (InputStream in = DemoIT.class.getResourceAsStream("/web/demo.html")) {
            html = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
        }
        String filled =
                html.replace("{{title}}", "Harbour &amp; ferry desk")
                        .replace("{{chatbot}}", "acme/desk")
                        .replace(
                                "{{options}}",
                                "<option value=\"acme/desk\" selected>Harbour desk</option>"
                                        + "<option value=\"acme/shop\">Shop</option>");
        chat.on(
                "GET /demo",
                call ->
                        call.respond(
                                200, "text/html; charset=utf-8", POLICY, filled.getBytes(UTF_8)));
    }

    @Test
    void thePageShowsTheLiveChatUnderAStrictPolicy() throws Exception {
        page.navigate(chat.origin() + "/demo");
        ask("Hi");
        chat.nextAnswer().token("**Hello**.").complete();
        assertThat(lastAnswer().locator("strong")).hasText("Hello");
        assertThat(page.locator("#snippet"))
                .hasText(
                        "<script src=\"%s/chat-widget.js\" data-chatbot=\"acme/desk\" defer></script>"
                                .formatted(chat.origin()));
        assertEquals(List.of(), complaints);
    }

    @Test
    void anotherChatbotIsOneChoiceAway() {
        page.navigate(chat.origin() + "/demo");
        page.locator("#chatbot").selectOption("acme/shop");
        page.waitForURL(chat.origin() + "/demo?chatbot=acme%2Fshop");
    }

    @Test
    void aQuestionThatIsAskedBeforeTheServerHasAnsweredIsSentThen() throws Exception {
        var configured = new CountDownLatch(1);
        chat.configure(configured);
        page.navigate(chat.origin() + "/demo");
        ask("When does the first ferry leave?");
        assertThat(input()).hasValue("When does the first ferry leave?");
        configured.countDown();
        chat.nextAnswer().token("At 6:10.").complete("good", "stop", Samples.sources());
        assertThat(lastAnswer().locator(".markdown")).hasText("At 6:10.");
        assertThat(input()).hasValue("");
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 1280, 860", "DARK, 1280, 860", "LIGHT, 390, 800"})
    void axeFindsNothing(ColorScheme scheme, int width, int height) throws Exception {
        fresh(
                new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setColorScheme(scheme));
        chat.config().add("suggestions", Samples.suggestions());
        page.navigate(chat.origin() + "/demo");
        ask("When does the first ferry leave?");
        chat.nextAnswer().token(Samples.ANSWER).complete("good", "stop", Samples.sources());
        assertThat(lastAnswer().locator(".sources")).isVisible();
        page.evaluate("scrollTo(0, 0)");
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(
                                Path.of(
                                        "target",
                                        "screenshots",
                                        "demo-" + scheme + width + ".png")));
        assertEquals(
                List.of(),
                new AxeBuilder(page)
                        .analyze().getViolations().stream()
                                .map(rule -> rule.getId() + ": " + rule.getNodes())
                                .toList());
    }
}
