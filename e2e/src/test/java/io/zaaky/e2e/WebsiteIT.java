package io.zaaky.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import io.zaaky.testkit.Chromium;
import io.zaaky.testkit.Conditions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A website that is read, asked about in a real browser, and led back to. */
final class WebsiteIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String FEE = "A night for a boat of twelve metres costs 31 euros.";
    private static final String FILLER =
            "<p>The history of the quay is long, and this paragraph tells a small part of it.</p>";

    @Test
    void aSourceOpensAtItsPassageOnItsPage(@TempDir Path folder) throws IOException {
        HttpServer site =
                site(
                        Map.of(
                                "/",
                                "<p>Welcome.</p><p><a href='/fees'>Fees</a></p>",
                                "/fees",
                                "<h1>Fees</h1>"
                                        + FILLER.repeat(120)
                                        + ("<h2>Nights</h2><p id='fee'>" + FEE + "</p>")
                                        + FILLER.repeat(120)));
        String start = "http://127.0.0.1:" + site.getAddress().getPort() + "/";
        Installation installation = new Installation(folder);
        installation.server("");
        installation.organisation(
                """
                chatbots:
                  desk:
                    llm: {provider: extractive}
                    knowledge:
                      allow: [127.0.0.1]
                      sources: [{url: "%s", depth: 1}]
                """
                        .formatted(start));
        try (var zaaky = installation.serve();
                var chromium = new Chromium()) {
            var _ =
                    Conditions.await(
                            "the end of the crawl",
                            zaaky::log,
                            log -> log.contains("2 documents ("));
            Page page = chromium.page(new Browser.NewContextOptions(), LIMIT);
            page.navigate(zaaky.at("/demo?chatbot=acme/desk").toString());
            page.locator("zaaky-chat textarea")
                    .fill("What does a night cost for a boat of twelve metres?");
            page.locator("zaaky-chat textarea").press("Enter");
            Locator source = page.locator("zaaky-chat .sources li a").first();
            assertThat(page.locator("zaaky-chat .markdown").last()).containsText("31 euros");
            assertThat(source).containsText("Quay");
            Page opened = page.context().waitForPage(source::click);
            opened.waitForLoadState();
            assertTrue(opened.url().startsWith(start + "fees"), opened::url);
            assertThat(opened.locator("#fee")).isInViewport();
        } finally {
            site.stop(0);
        }
    }

    private static HttpServer site(Map<String, String> pages) throws IOException {
        var site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext(
                "/",
                exchange -> {
                    String body = pages.getOrDefault(exchange.getRequestURI().getPath(), "");
                    byte[] html =
                            ("<html><head><title>Quay</title></head><body><main>" + body)
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                    exchange.sendResponseHeaders(body.isEmpty() ? 404 : 200, html.length);
                    exchange.getResponseBody().write(html);
                    exchange.close();
                });
        site.start();
        return site;
    }
}
