package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import io.zaaky.testkit.Chromium;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are pages as well as what they claim to be: uploaded, and opened in a browser. */
final class StoredMarkupIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String BOT = "/api/orgs/acme/chatbots/desk";
    private static final String SCRIPT = "<script>document.title='ran';alert(1)</script>";
    private static final String TEXT = "A berth for a night costs 31 euros.";

    private static final Map<String, String> FILES =
            Map.of(
                    "page.html",
                    "<!doctype html><html><body onload=alert(1)>"
                            + SCRIPT
                            + TEXT
                            + "</body></html>",
                    "picture.svg",
                    "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>"
                            + SCRIPT
                            + "<text>"
                            + TEXT
                            + "</text></svg>",
                    "polyglot.pdf",
                    "%PDF-1.4\n<html>" + SCRIPT + TEXT + "\n1 0 obj<</Type/Catalog>>endobj\n%%EOF",
                    "polyglot.txt",
                    "GIF89a/*<html>" + SCRIPT + TEXT + "*/=1",
                    "list.xml",
                    "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>"
                            + SCRIPT
                            + TEXT
                            + "</html>");
    private static final List<String> DECLARED =
            List.of(
                    "application/pdf",
                    "text/plain",
                    "text/html",
                    "text/markdown",
                    "image/svg+xml",
                    "application/octet-stream");

    private final HttpClient client = HttpClient.newHttpClient();
    private ZaakyProcess zaaky;
    private Chromium chromium;

    @BeforeEach
    void start(@TempDir Path folder) {
        Installation installation = Installation.in(folder);
        installation.organisation(
                """
                admin-keys: ["%s"]
                chatbots:
                  desk:
                    llm: {provider: extractive}
                    limits: {messages-per-minute: 1000000}
                """
                        .formatted(hash()));
        zaaky = installation.serve();
        chromium = new Chromium();
    }

    @AfterEach
    void stop() {
        Closing.all(chromium, zaaky, client);
    }

    private static String hash() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(KEY.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Tag("WEB-13")
    void noFileThatWasUploadedRunsInABrowserByWhicheverAddressItIsOpened() throws Exception {
        List<String> addresses = new ArrayList<>();
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            for (String type : DECLARED) {
                String id = type.replaceAll("[^a-z]", "-") + "/" + file.getKey();
                put(id, type, file.getValue());
                for (String form :
                        List.of(
                                BOT + "/documents/%s",
                                BOT + "/documents/%s/raw",
                                BOT + "/documents/%s?raw=true",
                                "/documents/%s",
                                "/widget/%s",
                                "/demo/%s")) {
                    addresses.add(form.formatted(id));
                }
            }
        }
        addresses.addAll(
                List.of(
                        BOT + "/documents",
                        BOT + "/conversations",
                        BOT + "/gaps",
                        "/api/orgs/acme/audit"));
        Page page =
                chromium.page(
                        new Browser.NewContextOptions()
                                .setExtraHTTPHeaders(Map.of("Authorization", "Bearer " + KEY)),
                        LIMIT);
        List<String> ran = new ArrayList<>();
        page.onDialog(
                dialog -> {
                    ran.add(page.url());
                    dialog.dismiss();
                });
        page.onDownload(download -> ran.add("downloaded " + download.url()));
        for (String address : addresses) {
            open(page, address, ran);
        }
        assertEquals(List.of(), ran);
    }

    /** A browser shows it as data: not as a page, nor as a picture, whatever is in it. */
    private void open(Page page, String address, List<String> ran) {
        Response response = page.navigate(zaaky.at(address).toString());
        assertNotNull(response, address);
        Map<String, String> headers = response.allHeaders();
        assertTrue(
                headers.getOrDefault("content-type", "")
                        .matches("application/(problem\\+)?json(;.*)?"),
                () -> address + ": " + headers);
        assertEquals("nosniff", headers.get("x-content-type-options"), address);
        assertTrue(
                headers.getOrDefault("content-security-policy", "")
                        .startsWith("default-src 'none'"),
                () -> address + ": " + headers);
        if (page.title().equals("ran") || page.locator("script, svg").count() > 0) {
            ran.add(address);
        }
    }

    private void put(String id, String type, String content)
            throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(
                        HttpRequest.newBuilder(zaaky.at(BOT + "/documents/" + id))
                                .header("Authorization", "Bearer " + KEY)
                                .header("Content-Type", type)
                                .PUT(BodyPublishers.ofString(content))
                                .build(),
                        BodyHandlers.ofString());
        assertTrue(
                List.of(201, 415, 422).contains(response.statusCode()),
                () -> type + ": " + response.statusCode() + " " + response.body());
    }
}
