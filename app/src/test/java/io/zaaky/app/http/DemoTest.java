package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose chatbots the demo page shows. */
class DemoTest {
    @TempDir Path folder;

    @Test
    void theChatbotsOfTheOnlyOrganisationAreShown() {
        try (var server = RunningServer.start(folder, "", organisation(""))) {
            String page = shown(server, "/demo");
            assertTrue(page.contains("data-chatbot=\"acme/one\""), page);
            assertTrue(page.contains("acme/two"), page);
            assertTrue(shown(server, "/demo?chatbot=acme/two").contains("chatbot=\"acme/two\""));
            assertEquals(307, server.get("/").statusCode());
            assertHidden(server.get("/demo?chatbot=acme/three"));
        }
    }

    @Test
    @Tag("SEC-06")
    void anotherOrganisationIsShownToNobodyUnlessItAsksForIt() throws IOException {
        org("zeta", "");
        try (var server = RunningServer.start(folder, "", organisation(""))) {
            for (String path :
                    List.of("/demo", "/", "/demo?chatbot=acme/one", "/demo?chatbot=zeta/one")) {
                assertHidden(server.get(path));
            }
            org("zeta", "demo: {enabled: true, chatbots: [two]}\n");
            assertEquals(List.of(), server.reload());
            String page = shown(server, "/demo");
            assertTrue(page.contains("data-chatbot=\"zeta/two\""), page);
            assertFalse(page.contains("zeta/one") || page.contains("acme"), page);
            assertEquals(page, shown(server, "/demo?chatbot=zeta/two"));
            assertHidden(server.get("/demo?chatbot=zeta/one"));
            assertHidden(server.get("/demo?chatbot=acme/one"));
            assertEquals(307, server.get("/").statusCode());
        }
    }

    @Test
    @Tag("SEC-06")
    void itCanBeSwitchedOff() {
        try (var server =
                RunningServer.start(folder, "", organisation("demo: {enabled: false}\n"))) {
            assertHidden(server.get("/demo"));
            assertHidden(server.get("/demo?chatbot=acme/one"));
            assertHidden(server.get("/"));
            assertEquals(200, server.get("/api/public/chatbots/acme/one").statusCode());
        }
    }

    private static String shown(RunningServer server, String path) {
        HttpResponse<String> response = server.get(path);
        assertEquals(200, response.statusCode(), response.body());
        return response.body();
    }

    private static void assertHidden(HttpResponse<String> response) {
        assertEquals(404, response.statusCode(), response.body());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElse(""));
        assertFalse(response.body().contains("acme"), response.body());
    }

    private void org(String id, String demo) throws IOException {
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        Files.writeString(orgs.resolve(id + ".yaml"), organisation(demo));
    }

    private static String organisation(String demo) {
        return demo
                + """
                chatbots:
                  one: {llm: {provider: extractive}}
                  two: {llm: {provider: extractive}}
                """;
    }
}
