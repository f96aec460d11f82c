package io.zaaky.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.zaaky.testkit.Chromium;
import io.zaaky.testkit.FaultProxy;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A visitor in a browser, behind nginx, to whom something happens in the middle of an answer. */
final class InterruptedVisitorIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final StubUpstream model = StubUpstream.start(twoWords(), twoWords());
    private Installation installation;
    private ZaakyProcess zaaky;
    private NginxFront nginx;
    private FaultProxy line;
    private Chromium chromium;
    private Page page;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout((double) LIMIT.toMillis());
        installation = Installation.in(folder.resolve("zaaky"));
        installation.server("server: {shutdown-grace: 0s}\n");
        installation.desk(model.uri("/v1"));
        zaaky = installation.serve();
        Path files = Files.createDirectory(folder.resolve("nginx"));
        nginx = new NginxFront(files, zaaky.at("/").getPort(), UnaryOperator.identity());
        line = FaultProxy.before(URI.create("tcp://127.0.0.1:" + nginx.tlsPort()));
        chromium = new Chromium();
        page = chromium.page(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true), LIMIT);
        page.navigate("https://localhost:" + line.port() + "/demo?chatbot=acme/desk");
        page.locator("zaaky-chat textarea").fill("Hi, what is up today?");
        page.locator("zaaky-chat textarea").press("Enter");
        assertThat(words()).hasText("One");
    }

    @AfterEach
    void stop() {
        Closing.all(chromium, line, nginx, zaaky, model);
    }

    @Test
    void aLineThatIsDeadWhileTheAnswerEndsCostsNothingOfIt() {
        line.refuse();
        assertThat(answer()).containsText("Reconnecting");
        model.release();
        line.accept();
        assertThat(words()).hasText("One two");
        assertThat(page.locator("zaaky-chat .notice")).hasCount(0);
        assertEquals(1, model.calls());
    }

    @Test
    @Tag("RES-14")
    void aServerThatIsKilledSaysSoWhenItIsBackAndTheQuestionIsAskedAgainOnRequest() {
        int port = zaaky.at("/").getPort();
        zaaky.kill();
        assertThat(answer()).containsText("Reconnecting");
        assertThat(words()).hasText("One");
        zaaky = installation.serveAt(port);
        askedAgainOnRequest();
    }

    @Test
    void aServerThatIsRestartedSaysSoAndTheQuestionIsAskedAgainOnRequest() {
        int port = zaaky.at("/").getPort();
        zaaky.stop();
        assertThat(answer().locator(".notice")).containsText("restarting");
        assertThat(words()).hasText("One");
        zaaky = installation.serveAt(port);
        askedAgainOnRequest();
    }

    @Test
    void aProviderThatIsKilledLeavesWhatWasSaidAndAWayToTryAgain() {
        model.close();
        assertThat(answer().locator(".notice")).containsText("not available at the moment");
        assertThat(words()).hasText("One");
        assertThat(tryAgain()).isVisible();
        page.reload();
        assertThat(words()).hasText("One");
    }

    private void askedAgainOnRequest() {
        tryAgain().click();
        assertThat(words()).hasText("One");
        model.release();
        assertThat(words()).hasText("One two");
        assertThat(page.locator("zaaky-chat .notice")).hasCount(0);
        assertThat(page.locator("zaaky-chat .user")).hasCount(1);
        assertEquals(2, model.calls());
    }

    private Locator answer() {
        return page.locator("zaaky-chat .assistant").last();
    }

    private Locator words() {
        return answer().locator(".markdown");
    }

    private Locator tryAgain() {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try again"));
    }

    private static StubScript twoWords() {
        return StubUpstream.openAi().tokens("One ").hold().tokens("two").finish("stop").usage(2, 2);
    }
}
