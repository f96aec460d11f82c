package io.zaaky.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.zaaky.testkit.Services;
import java.util.List;
import java.util.Map;

/** The real browser. */
final class Chromium implements AutoCloseable {
    private static final double LIMIT_MILLIS = 60_000;
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

    Chromium() {
        var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(Services.chromium())
                                        .setArgs(ARGUMENTS));
    }

    /** A page of a fresh profile, which takes the tests' own certificate. */
    Page page() {
        var context =
                browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
        Page page = context.newPage();
        page.setDefaultTimeout(LIMIT_MILLIS);
        return page;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
