package io.zaaky.testkit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The real browser. Used by one thread. Users of this class must depend on Playwright themselves;
 * the testkit does not include it.
 */
public final class Chromium implements AutoCloseable {
    private static final List<String> ARGUMENTS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    /**
     * Starts {@link Services#chromium}.
     *
     * @param more further arguments of the program
     */
    public Chromium(String... more) {
        List<String> arguments = Stream.concat(ARGUMENTS.stream(), Stream.of(more)).toList();
        var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(Services.chromium())
                                        .setArgs(arguments));
    }

    /**
     * The only page of a fresh profile, which is deleted when {@link Page#context} is closed.
     *
     * @param limit how long to wait for anything on the page
     */
    public Page page(Browser.NewContextOptions profile, Duration limit) {
        Page page = browser.newContext(profile).newPage();
        page.setDefaultTimeout((double) limit.toMillis());
        return page;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
