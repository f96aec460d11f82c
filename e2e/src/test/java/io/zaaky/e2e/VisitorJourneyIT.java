package io.zaaky.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.zaaky.testkit.Chromium;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sample organisation and a chatbot whose model says a word when the test lets it, in a real
 * browser, through the real nginx.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class VisitorJourneyIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String LAST_FERRY =
            "When does the last ferry leave Alder Island on weekdays?";

    private final StubUpstream model = StubUpstream.start(threeWordsOnRequest());
    private ZaakyProcess zaaky;
    private NginxFront nginx;
    private Chromium chromium;
    private Page page;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout((double) LIMIT.toMillis());
        var installation = Installation.in(folder.resolve("zaaky"));
        installation.organisation(
                """
                demo: {enabled: true}
                chatbots:
                  desk:
                    llm: {provider: openai, model: stub, base-url: "%s", first-token-timeout: 300s, idle-timeout: 300s}
                    knowledge: {sources: [{path: ../../documents}]}
                    streaming: {resume-grace: 0s}
                  patient:
                    llm: {provider: openai, model: stub, base-url: "%s", first-token-timeout: 300s, idle-timeout: 300s}
                    knowledge: {sources: [{path: ../../documents}]}
                    streaming: {resume-grace: 300s}
                """
                        .formatted(model.uri("/v1"), model.uri("/v1")));
        Path documents = Product.HOME.resolve("config/documents");
        String sample = Files.readString(Product.HOME.resolve("config/orgs/harbor.yaml"));
        Files.writeString(
                installation.config().resolve("orgs/harbor.yaml"),
                "demo: {enabled: true}\n" + sample.replace("../documents", documents.toString()));
        zaaky = installation.serve();
        Path files = Files.createDirectory(folder.resolve("nginx"));
        nginx = new NginxFront(files, zaaky.at("/").getPort(), UnaryOperator.identity());
        chromium = new Chromium();
    }

    @AfterAll
    void stop() {
        Closing.all(chromium, nginx, model, zaaky);
    }

    @BeforeEach
    void open() {
        // nginx has a certificate of the tests' own
        page = chromium.page(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true), LIMIT);
    }

    @AfterEach
    void shut() {
        page.context().close();
    }

    @Test
    void aVisitorAsksReadsReloadsAndAsksOn() {
        page.navigate(nginx.tls("/demo?chatbot=harbor/info").toString());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(LAST_FERRY)).click();
        assertThat(lastAnswer().locator(".sources")).isVisible();
        String first = lastAnswer().locator(".markdown").innerText();
        assertTrue(first.contains("22:10"), first);
        page.reload();
        assertThat(page.locator("zaaky-chat .user .bubble")).hasText(LAST_FERRY);
        assertEquals(first, lastAnswer().locator(".markdown").innerText());
        page.locator("zaaky-chat textarea").fill("And on Sundays?");
        page.locator("zaaky-chat textarea").press("Enter");
        assertThat(page.locator("zaaky-chat .user")).hasCount(2);
        assertThat(page.locator("zaaky-chat .sources")).hasCount(2);
        assertThat(lastAnswer().locator(".markdown")).containsText("Sunday");
    }

    @Test
    void theWidgetShowsEachWordWhenTheModelSaysIt() {
        ask("acme/desk");
        Locator text = lastAnswer().locator(".markdown");
        model.release();
        assertThat(text).hasText("One");
        model.release();
        assertThat(text).hasText("One two");
        model.release();
        assertThat(text).hasText("One two three");
        assertThat(lastAnswer().locator(".sources")).isVisible();
    }

    @Test
    void aStopEndsTheModelCallAndKeepsWhatWasSaid() {
        int call = model.calls();
        ask("acme/patient");
        model.release();
        assertThat(lastAnswer().locator(".markdown")).hasText("One");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop")).click();
        model.call(call).awaitClosed();
        assertThat(lastAnswer()).containsText("stopped");
        page.reload();
        assertThat(lastAnswer().locator(".markdown")).hasText("One");
        assertEquals(1, model.calls() - call, "calls of the model");
    }

    @Test
    void aReloadInTheMiddleGoesOnWithTheSameAnswer() {
        int call = model.calls();
        ask("acme/patient");
        model.release();
        assertThat(lastAnswer().locator(".markdown")).hasText("One");
        page.reload();
        assertThat(lastAnswer().locator(".markdown")).hasText("One");
        model.release();
        assertThat(lastAnswer().locator(".markdown")).hasText("One two");
        model.release();
        assertThat(lastAnswer().locator(".markdown")).hasText("One two three");
        assertThat(lastAnswer().locator(".sources")).isVisible();
        assertEquals(1, model.calls() - call, "calls of the model");
    }

    @Test
    void aLostNetworkCostsNothingOfTheAnswer() {
        int call = model.calls();
        ask("acme/patient");
        model.release();
        assertThat(lastAnswer().locator(".markdown")).hasText("One");
        page.context().setOffline(true);
        model.release();
        page.context().setOffline(false);
        model.release();
        assertThat(lastAnswer().locator(".markdown")).hasText("One two three");
        assertThat(lastAnswer().locator(".sources")).isVisible();
        assertEquals(1, model.calls() - call, "calls of the model");
    }

    private void ask(String chatbot) {
        page.navigate(nginx.tls("/demo?chatbot=" + chatbot).toString());
        page.locator("zaaky-chat textarea")
                .fill("What does a membership cost a month, and can it be cancelled?");
        page.locator("zaaky-chat textarea").press("Enter");
    }

    @Test
    void anEventSourceGetsEachWordAndNeverAsksAgain() {
        int before = model.calls();
        openEventSource();
        for (int words = 1; words <= 3; words++) {
            model.release();
            awaitTrue("seen.length >= " + words);
        }
        // It connects again after the end, is told 204, and gives up.
        awaitTrue("source.readyState === EventSource.CLOSED");
        assertEquals(
                List.of("token", "token", "token", "complete"),
                page.evaluate("seen.map(event => event.type)"));
        assertEquals(
                List.of("One ", "two ", "three"),
                page.evaluate("seen.slice(0, 3).map(event => event.content)"));
        assertEquals("One two three", page.evaluate("seen[3].content"));
        assertEquals(1, model.calls() - before, "calls of the model");
    }

    @Test
    void aClosedEventSourceClosesTheModelCallToo() {
        int before = model.calls();
        openEventSource();
        model.release();
        awaitTrue("seen.length === 1");
        assertFalse(model.call(before).isClosed(), "closed too early");
        page.evaluate("source.close()");
        model.call(before).awaitClosed();
        assertEquals(1, model.calls() - before, "calls of the model");
    }

    private void openEventSource() {
        page.navigate(nginx.tls("/demo?chatbot=acme/desk").toString());
        page.evaluate(
                """
                () => {
                  window.seen = [];
                  window.source = new EventSource("/api/public/chat/stream?"
                      + new URLSearchParams({chatbot_id: "acme/desk", message: "What does a membership cost a month, and can it be cancelled?"}));
                  source.onmessage = event => seen.push(JSON.parse(event.data));
                }
                """);
    }

    /** Playwright's own way of waiting is forbidden by the page's content security policy. */
    private void awaitTrue(String expression) {
        Conditions.await(expression, () -> page.evaluate(expression), Boolean.TRUE::equals);
    }

    private Locator lastAnswer() {
        return page.locator("zaaky-chat .assistant").last();
    }

    private static StubScript threeWordsOnRequest() {
        return StubUpstream.openAi()
                .hold()
                .tokens("One ")
                .hold()
                .tokens("two ")
                .hold()
                .tokens("three")
                .finish("stop")
                .usage(3, 3);
    }
}
