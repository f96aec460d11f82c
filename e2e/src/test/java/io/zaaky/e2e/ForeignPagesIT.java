package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.sun.net.httpserver.HttpServer;
import io.zaaky.testkit.Chromium;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a visitor's browser lets the pages of other websites do to the server. */
final class ForeignPagesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ASKING =
            "/api/public/chat/stream?chatbot_id=acme/desk&message=Hello";

    /** Answers when the browser has ended all requests that it let the page make. */
    private static final String ASK_WITHOUT_ORIGIN =
            """
            async (address) => {
              const loaded = (tag, attribute) => new Promise((end) => {
                const element = document.createElement(tag);
                element.onload = element.onerror = end;
                element[attribute] = address + "&by=" + tag;
                document.body.append(element);
              });
              const posted = () => new Promise((end) => {
                const target = document.createElement("iframe");
                target.name = "target";
                document.body.append(target);
                const form = document.createElement("form");
                Object.assign(form, {
                  action: address, method: "post", enctype: "text/plain", target: "target"});
                const field = document.createElement("input");
                field.name = '{"message":"Hello","chatbot_id":"acme/desk","x":"';
                field.value = '"}';
                form.append(field);
                document.body.append(form);
                target.onload = end;
                form.submit();
              });
              await Promise.all([
                loaded("img", "src"), loaded("script", "src"), loaded("iframe", "src"), posted(),
                fetch(address, {mode: "no-cors"}).catch(() => {}),
                fetch(address, {method: "post", mode: "no-cors", body:
                    '{"message":"Hello","chatbot_id":"acme/desk"}'}).catch(() => {}),
              ]);
            }\
            """;

    private static final String LISTEN =
            """
            (address) => new Promise((end) => {
              const source = new EventSource(address);
              source.onmessage = (event) => {
                const said = JSON.parse(event.data);
                if (said.done) { source.close(); end(said.type + ": " + said.content); }
              };
              source.onerror = () => { source.close(); end("refused"); };
            })\
            """;

    private static final String READ =
            """
            async ([address, method]) => {
              const headers = {"X-Session-Id": "a-session-that-is-long-enough"};
              const post = {method, headers: {...headers, "Content-Type": "application/json"},
                  body: '{"message":"Hello","chatbot_id":"acme/desk"}'};
              const response = await fetch(address, method === "POST" ? post : {method, headers});
              return response.status + " " + await response.text();
            }\
            """;

    private static final String FRAME =
            """
            (address) => new Promise((end) => {
              const frame = document.createElement("iframe");
              frame.onload = end;
              frame.src = address;
              document.body.append(frame);
            })\
            """;

    private final StubUpstream model =
            StubUpstream.start(StubUpstream.openAi().tokens("Hello").finish("stop").usage(1, 1));
    private HttpServer website;
    private ZaakyProcess zaaky;
    private Chromium chromium;
    private Page page;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        website = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        website.createContext(
                "/",
                exchange -> {
                    byte[] html = "<!doctype html><body>A page".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    exchange.sendResponseHeaders(200, html.length);
                    exchange.getResponseBody().write(html);
                    exchange.close();
                });
        website.start();
        var installation = Installation.in(folder);
        installation.organisation(
                """
                chatbots:
                  desk:
                    llm: {provider: openai, model: stub, base-url: "%s"}
                    widget: {allowed-origins: ["%s"]}
                """
                        .formatted(model.uri("/v1"), at("good.example")));
        zaaky = installation.serve();
        chromium = new Chromium("--host-resolver-rules=MAP *.example 127.0.0.1");
        page = chromium.page(new Browser.NewContextOptions(), LIMIT);
    }

    @AfterEach
    void stop() {
        Closing.all(chromium, zaaky, () -> website.stop(0), model);
    }

    @Test
    @Tag("WEB-10")
    void aPageThatIsNotListedSpendsNothing() {
        page.navigate(at("evil.example"));
        page.evaluate(ASK_WITHOUT_ORIGIN, zaaky.at(ASKING).toString());
        assertEquals("refused", page.evaluate(LISTEN, zaaky.at(ASKING).toString()));
        assertEquals(0, model.calls());
    }

    @Test
    void aPageThatIsListedGetsItsStream() {
        page.navigate(at("good.example"));
        assertEquals("complete: Hello", page.evaluate(LISTEN, zaaky.at(ASKING).toString()));
        assertEquals(1, model.calls());
    }

    @Test
    void thePageOfTheServerItselfGetsItsStream() {
        page.navigate(zaaky.at("/demo").toString());
        assertEquals("complete: Hello", page.evaluate(LISTEN, ASKING));
    }

    /** The name evil.example leads to the server itself, at the very ports that it listens on. */
    @Test
    @Tag("HTTP-16")
    void thePageOfANameThatLeadsHereReadsNothing() {
        Response demo = page.navigate(at("evil.example", zaaky.at("/demo").getPort()) + "/demo");
        assertEquals(403, demo.status());
        assertTrue(page.content().contains("public-hosts"), page::content);
        assertFalse(page.content().contains("acme"), page::content);
        for (List<String> call :
                List.of(
                        List.of(ASKING, "GET"),
                        List.of("/api/public/chat/history?chatbot_id=acme/desk", "GET"),
                        List.of("/api/public/chat/history?chatbot_id=acme/desk", "DELETE"),
                        List.of("/api/public/chatbots/acme/desk", "GET"),
                        List.of("/api/public/chat", "POST"),
                        List.of("/api/public/chat/stream", "POST"))) {
            String read = Objects.toString(page.evaluate(READ, call));
            assertTrue(read.startsWith("403 "), () -> call + ": " + read);
            assertTrue(read.contains("origin_not_allowed"), () -> call + ": " + read);
        }
        assertEquals(0, model.calls());
        int management = zaaky.management("/").getPort();
        for (String path : List.of("/metrics", "/health")) {
            Response response = page.navigate(at("evil.example", management) + path);
            assertEquals(403, response.status());
            assertFalse(response.text().contains("zaaky_"), response::text);
        }
    }

    /** What a frame shows is asked of the browser, as the page around it may not look in. */
    @Test
    @Tag("WEB-12")
    void onlyAPageThatIsListedShowsTheDemoInAFrame() {
        for (String name : List.of("good.example", "evil.example")) {
            page.navigate(at(name));
            page.evaluate(FRAME, zaaky.at("/demo").toString());
            boolean shown =
                    page.frames().stream()
                            .anyMatch(frame -> frame.content().contains("data-chatbot"));
            assertEquals(name.equals("good.example"), shown, name);
        }
    }

    private String at(String name) {
        return at(name, website.getAddress().getPort());
    }

    private static String at(String name, int port) {
        return "http://" + name + ":" + port;
    }
}
