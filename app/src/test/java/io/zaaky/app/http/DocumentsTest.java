package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.Conditions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that an administrator uploads, sees and deletes. */
class DocumentsTest {
    private static final String KEY = "zk_a-key-of-acme-that-nobody-guesses";
    private static final String DOCUMENTS = "/api/orgs/acme/chatbots/bot/documents";
    private static final String PRICES = "# Prices\n\nA berth for one night costs 31 euros.\n";

    @TempDir Path folder;

    private RunningServer start() {
        return start("");
    }

    private RunningServer start(String knowledge) {
        return RunningServer.start(
                folder,
                "",
                """
                admin-keys: ["%s"]
                chatbots:
                  bot:
                    llm: {provider: extractive}
                    knowledge: {%s}
                """
                        .formatted(KeyHashes.of(KEY), knowledge));
    }

    private static HttpRequest.Builder request(RunningServer server, String path) {
        return HttpRequest.newBuilder(server.uri(path)).header("Authorization", "Bearer " + KEY);
    }

    private static HttpResponse<String> put(
            RunningServer server, String id, String type, byte[] content, String... headers) {
        HttpRequest.Builder request = request(server, DOCUMENTS + "/" + id);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request.PUT(BodyPublishers.ofByteArray(content)).build());
    }

    private static HttpResponse<String> put(RunningServer server, String id, String content) {
        return put(server, id, "text/markdown", content.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> get(RunningServer server, String path) {
        return server.send(request(server, path).build());
    }

    private static HttpResponse<String> delete(RunningServer server, String id) {
        return server.send(request(server, DOCUMENTS + "/" + id).DELETE().build());
    }

    private static JsonNode document(RunningServer server, String id) {
        HttpResponse<String> response = get(server, DOCUMENTS + "/" + id);
        assertEquals(200, response.statusCode(), response.body());
        return RunningServer.json(response.body());
    }

    private static List<String> ids(JsonNode documents) {
        return documents.valueStream().map(each -> each.path("id").asText()).toList();
    }

    /** The ids of what is found, best first. */
    private static List<String> found(RunningServer server, String query) {
        return ids(search(server, query));
    }

    private static JsonNode search(RunningServer server, String query) {
        HttpResponse<String> response =
                server.send(
                        request(server, "/api/orgs/acme/chatbots/bot/search")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"query\": \"" + query + "\"}"))
                                .build());
        assertEquals(200, response.statusCode(), response.body());
        return RunningServer.json(response.body()).path("passages");
    }

    private static JsonNode done(RunningServer server, String job) {
        String path = "/api/orgs/acme/chatbots/bot/jobs/" + job;
        return Conditions.await(
                "the end of the job",
                () -> RunningServer.json(get(server, path).body()),
                state -> state.path("state").asText().equals("done"));
    }

    @Test
    @Tag("ING-18")
    void anUploadedDocumentIsFoundReplacedAndDeleted() {
        try (var server = start()) {
            HttpResponse<String> first = put(server, "help/prices.md", PRICES);
            assertEquals(201, first.statusCode(), first.body());
            JsonNode document = RunningServer.json(first.body());
            assertEquals("help/prices.md", document.path("id").asText());
            assertEquals("Prices", document.path("title").asText());
            assertTrue(document.path("url").isNull(), first.body());
            assertEquals("indexed", document.path("state").asText(), first.body());
            assertTrue(document.path("reason").isNull(), first.body());
            assertEquals(1, document.path("chunks").asInt());
            assertEquals(PRICES.length(), document.path("bytes").asInt());
            assertEquals(document, document(server, "help/prices.md"));
            assertEquals(List.of("help/prices.md"), found(server, "What does a berth cost?"));

            HttpResponse<String> second =
                    put(server, "help/prices.md", "# Prices\n\nA berth costs 45 euros now.\n");
            assertEquals(200, second.statusCode(), second.body());
            JsonNode replaced = RunningServer.json(second.body());
            assertFalse(replaced.path("hash").equals(document.path("hash")), second.body());

            assertEquals(204, delete(server, "help/prices.md").statusCode());
            assertEquals(404, get(server, DOCUMENTS + "/help/prices.md").statusCode());
            assertEquals(404, delete(server, "help/prices.md").statusCode());
            assertEquals(List.of(), found(server, "What does a berth cost?"));
        }
    }

    @Test
    void aDocumentHasTheTitleAndTheAddressThatItIsGiven() {
        try (var server = start()) {
            put(
                    server,
                    "a",
                    "text/plain; charset=iso-8859-1",
                    "Der Liegeplatz fällt weg.".getBytes(StandardCharsets.ISO_8859_1),
                    "X-Title",
                    "Liegepl%C3%A4tze %E2%9A%93",
                    "X-Source-Url",
                    "https://harbor.example/berths");
            JsonNode document = document(server, "a");
            assertEquals("Liegeplätze ⚓", document.path("title").asText());
            assertEquals("https://harbor.example/berths", document.path("url").asText());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "X-Title,%FF%FE",
        "X-Source-Url,javascript:alert(1)",
        "X-Source-Url,https://user@harbor.example/"
    })
    void aHeaderThatMakesNoSenseIsRefused(String name, String value) {
        try (var server = start()) {
            byte[] text = PRICES.getBytes(StandardCharsets.UTF_8);
            HttpResponse<String> response = put(server, "a", "text/plain", text, name, value);
            assertEquals(422, response.statusCode(), response.body());
            assertEquals(name, RunningServer.json(response.body()).path("field").asText());
        }
    }

    @Test
    void aTitleMayHoldAPerCentSign() {
        try (var server = start()) {
            byte[] text = PRICES.getBytes(StandardCharsets.UTF_8);
            put(server, "a", "text/plain", text, "X-Title", "100 % fresh");
            assertEquals("100 % fresh", document(server, "a").path("title").asText());
        }
    }

    @Test
    @Tag("ING-13")
    void whatCanNotBeReadIsFailedAndTheVersionBeforeStays() {
        try (var server = start()) {
            HttpResponse<String> empty = put(server, "a.md", "");
            assertEquals(201, empty.statusCode(), empty.body());
            JsonNode failed = RunningServer.json(empty.body());
            assertEquals("failed", failed.path("state").asText(), empty.body());
            assertEquals("It has no text.", failed.path("reason").asText());
            assertEquals(0, failed.path("chunks").asInt());
            assertEquals(failed, document(server, "a.md"));

            assertEquals(200, put(server, "a.md", PRICES).statusCode());
            assertEquals("indexed", document(server, "a.md").path("state").asText());
            put(
                    server,
                    "a.md",
                    "application/pdf",
                    "%PDF-1.7 and no more".getBytes(StandardCharsets.UTF_8));
            JsonNode after = document(server, "a.md");
            assertEquals("failed", after.path("state").asText(), after::toString);
            assertTrue(
                    after.path("reason").asText().endsWith("The version before stays."),
                    after::toString);
            assertEquals(1, after.path("chunks").asInt(), after::toString);
            assertEquals(List.of("a.md"), found(server, "What does a berth cost?"));

            assertEquals(204, delete(server, "a.md").statusCode());
            assertEquals(404, get(server, DOCUMENTS + "/a.md").statusCode());
        }
    }

    @ParameterizedTest
    @Tag("ING-08")
    @ValueSource(
            strings = {
                "a%20b",
                "a//b",
                "%2e%2e%2fx",
                "a/%2e%2e/%2e%2e/%2e%2e/x",
                "..%5cx",
                "%00",
                "a%0Ab",
                "%EF%BC%8E%EF%BC%8E/x"
            })
    void anIdThatIsNoneIsRefused(String id) {
        try (var server = start()) {
            HttpResponse<String> response = put(server, id, PRICES);
            assertTrue(
                    List.of(400, 404, 422).contains(response.statusCode()),
                    response.statusCode() + " " + response.body());
            HttpResponse<String> all = get(server, DOCUMENTS);
            assertEquals("{\"documents\":[],\"next\":null}", all.body());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "image/png,415",
        "application/zip,415",
        "audio/mpeg,415",
        "text/plain,201",
        "'',201"
    })
    void theContentTypeTellsWhatCanBeRead(String type, int status) {
        try (var server = start()) {
            HttpResponse<String> response =
                    put(server, "a.txt", type, PRICES.getBytes(StandardCharsets.UTF_8));
            assertEquals(status, response.statusCode(), response.body());
        }
    }

    @Test
    void anUploadThatIsTooLargeIsRefused() {
        try (var server =
                RunningServer.start(
                        folder,
                        "server: {max-upload-size: 1KiB}",
                        """
                        admin-keys: ["%s"]
                        chatbots: {bot: {llm: {provider: extractive}}}
                        """
                                .formatted(KeyHashes.of(KEY)))) {
            assertEquals(413, put(server, "a.md", "x ".repeat(513)).statusCode());
            assertEquals(201, put(server, "a.md", "x ".repeat(512)).statusCode());
            HttpRequest chunked =
                    request(server, DOCUMENTS + "/b.md")
                            .header("Content-Type", "text/plain")
                            .PUT(
                                    BodyPublishers.ofByteArrays(
                                            List.of(new byte[1000], new byte[1000])))
                            .build();
            assertEquals(413, server.send(chunked).statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /documents",
                "GET /documents/a",
                "PUT /documents/a",
                "DELETE /documents/a",
                "POST /documents",
                "GET /jobs/a"
            })
    void whoHasNoKeyLearnsNothing(String call) {
        try (var server = start()) {
            String[] parts = call.split(" ", 2);
            String path = "/api/orgs/acme/chatbots/bot" + parts[1];
            HttpResponse<String> response =
                    server.send(
                            HttpRequest.newBuilder(server.uri(path))
                                    .header("Authorization", "Bearer zk_another")
                                    .header("Content-Type", "text/plain")
                                    .method(parts[0], BodyPublishers.ofString("text"))
                                    .build());
            assertEquals(401, response.statusCode(), response.body());
        }
    }

    @Test
    void aListIsReadPageByPage() throws IOException {
        Path files = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(files.resolve("b.md"), PRICES);
        Files.writeString(files.resolve("broken.txt"), " ");
        try (var server = start("sources: [{path: ../../documents}]")) {
            put(server, "a.md", "A text.");
            put(server, "c.md", "");
            List<String> ids = new ArrayList<>();
            String after = "";
            do {
                JsonNode page =
                        RunningServer.json(
                                get(server, DOCUMENTS + "?limit=1&after=" + after).body());
                ids.addAll(ids(page.path("documents")));
                after = page.path("next").asText("");
            } while (!after.isEmpty());
            assertEquals(List.of("a.md", "b.md", "broken.txt", "c.md"), ids);
            JsonNode broken = document(server, "broken.txt");
            assertEquals("failed", broken.path("state").asText(), broken::toString);
            assertEquals("It has no text.", broken.path("reason").asText());
            assertEquals(PRICES.length(), document(server, "b.md").path("bytes").asInt());
            assertEquals(422, get(server, DOCUMENTS + "?limit=0").statusCode());
        }
    }

    @Test
    void aDocumentOfAFolderIsChangedThereOnly() throws IOException {
        Path files = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(files.resolve("a.md"), PRICES);
        try (var server = start("sources: [{path: ../../documents}]")) {
            HttpResponse<String> response = put(server, "a.md", "Another text.");
            assertEquals(409, response.statusCode(), response.body());
            assertTrue(response.body().contains("documents"), response.body());
            assertEquals(409, delete(server, "a.md").statusCode());
            assertEquals("Prices", document(server, "a.md").path("title").asText());
        }
    }

    @Test
    void theFilesOfAFormAreAJob() {
        try (var server = start()) {
            byte[] body =
                    form(
                            part("prices.md", "text/markdown", PRICES),
                            part("../../x.md", "text/markdown", "Another text."),
                            part("Fähre ⚓.txt", "", "The ferry leaves at nine."),
                            part("picture.png", "image/png", "\u0000\u0001\u0002"));
            HttpResponse<String> accepted = post(server, body);
            assertEquals(202, accepted.statusCode(), accepted.body());
            JsonNode answer = RunningServer.json(accepted.body());
            List<String> ids =
                    answer.path("documents").valueStream().map(JsonNode::asText).toList();
            assertEquals(4, ids.size(), ids::toString);
            assertEquals("prices.md", ids.getFirst());
            assertTrue(ids.get(2).startsWith("Fahre-"), ids::toString);

            JsonNode job = done(server, answer.path("job").asText());
            assertEquals(answer.path("documents"), job.path("documents"));
            assertEquals(1, job.path("failures").size(), job::toString);
            assertEquals(
                    ids.get(3), job.path("failures").path(0).path("id").asText(), job::toString);
            assertEquals(
                    List.of(ids.get(2)), found(server, "When does the ferry leave?").subList(0, 1));
        }
    }

    /** In UTF-8 neither would be letters, and without its charset the second other ones. */
    @ParameterizedTest
    @CsvSource({"ISO-8859-1,Fähre", "ISO-8859-7,Φέρι"})
    void aPartOfAFormIsReadInTheCharsetItNames(String charset, String word) {
        try (var server = start()) {
            var body = new ByteArrayOutputStream();
            String part = part("a.txt", "text/plain; charset=" + charset, word + " um neun.");
            body.writeBytes(part.getBytes(Charset.forName(charset)));
            body.writeBytes(form());
            JsonNode job = RunningServer.json(post(server, body.toByteArray()).body());
            done(server, job.path("job").asText());
            JsonNode passages = search(server, "neun");
            assertEquals(word + " um neun.", passages.path(0).path("text").asText());
        }
    }

    @Test
    void aPageThatMayNotBeFetchedFailsItsJobOrIsRefused() {
        try (var server = start()) {
            for (String bad :
                    List.of(
                            "file:///etc/passwd",
                            "ftp://a.example/",
                            "http://127.0.0.1/",
                            "http://a.example:22/",
                            "nonsense")) {
                HttpResponse<String> refused = post(server, "{\"url\": \"" + bad + "\"}");
                assertEquals(422, refused.statusCode(), bad + ": " + refused.body());
            }
            JsonNode job = fetched(server, "http://no-such-host.invalid/help/");
            assertEquals("no-such-host.invalid/help", job.path("documents").path(0).asText());
        }
    }

    @Test
    @Tag("ING-30")
    void aNameOfThisNetworkFailsLikeOneThatDoesNotExist() {
        try (var server = start()) {
            JsonNode unknown = fetched(server, "http://no-such-host.invalid/");
            JsonNode known = fetched(server, "http://localhost/");
            String reason = unknown.path("failures").path(0).path("reason").asText();
            assertEquals(
                    "Its host has no address that may be fetched from: a public one at port 80 or"
                            + " 443, or one in knowledge.allow.",
                    reason);
            assertEquals(reason, known.path("failures").path(0).path("reason").asText());
            JsonNode state = RunningServer.json(get(server, DOCUMENTS + "/localhost").body());
            assertEquals(reason, state.path("reason").asText(), state::toString);
        }
    }

    /** What became of a page that could not be fetched. */
    private static JsonNode fetched(RunningServer server, String page) {
        HttpResponse<String> accepted = post(server, "{\"url\": \"" + page + "\"}");
        assertEquals(202, accepted.statusCode(), accepted.body());
        return done(server, RunningServer.json(accepted.body()).path("job").asText());
    }

    @Test
    void whatWasUploadedIsReadAgainIntoTheIndexThatTakesTheDamagedOnesPlace() throws IOException {
        try (var server = start()) {
            put(server, "a.md", PRICES);
        }
        Path index = folder.resolve("data/lucene/acme/bot");
        try (var files = Files.newDirectoryStream(index, "segments_*")) {
            for (Path file : files) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        try (var server = start()) {
            Conditions.await(
                    "the document in the new index",
                    () -> found(server, "What does a berth cost?"),
                    List.of("a.md")::equals);
        }
        assertTrue(Files.isDirectory(index.resolveSibling("bot.unreadable")), "not kept");
    }

    @Test
    void whatWasUploadedOutlivesTheServerAndItsIndex() throws IOException {
        try (var server = start()) {
            put(server, "a.md", PRICES);
            put(server, "b.md", "");
        }
        deleteAll(folder.resolve("data/lucene"));
        try (var server = start()) {
            Conditions.await(
                    "the document in the new index",
                    () -> found(server, "What does a berth cost?"),
                    List.of("a.md")::equals);
            assertEquals("failed", document(server, "b.md").path("state").asText());
            assertEquals(204, delete(server, "a.md").statusCode());
        }
        try (var server = start()) {
            assertEquals(404, get(server, DOCUMENTS + "/a.md").statusCode());
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        assertTrue(Files.isDirectory(folder), folder + " is not there");
        try (var paths = Files.walk(folder)) {
            for (Path each : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(each);
            }
        }
    }

    @Test
    @Tag("ING-16")
    void aSearchSeesTheOldOrTheNewVersionWhileADocumentIsReplaced() throws Exception {
        try (var server = start();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            put(server, "a.md", version(0));
            var replacing = new AtomicBoolean(true);
            Future<Integer> asked =
                    threads.submit(
                            () -> {
                                int searches = 0;
                                while (replacing.get()) {
                                    assertOneVersion(server);
                                    searches++;
                                }
                                return searches;
                            });
            for (int i = 1; i <= 15; i++) {
                assertEquals(200, put(server, "a.md", version(i)).statusCode());
                put(server, "a.md", ""); // what fails leaves the one before
            }
            replacing.set(false);
            assertTrue(asked.get() > 0, "searches: " + asked.get());
        }
    }

    private static String version(int i) {
        String long1 = "The harbour has berths for boats of version " + i + " only. ".repeat(3);
        return ("# Berths " + i + "\n\n" + long1.repeat(12) + "\n\n")
                + ("## Boats " + i + "\n\n" + "Boats of version " + i + " may stay. ".repeat(30));
    }

    private static void assertOneVersion(RunningServer server) {
        JsonNode passages = search(server, "Which boats may stay at the berths?");
        Set<String> versions = new HashSet<>();
        passages.forEach(each -> versions.add(each.path("title").asText().replaceAll("\\D+", "")));
        assertEquals(1, versions.size(), passages::toString);
    }

    @Test
    @Tag("ING-21")
    void theSameFileManyTimesAtOnceIsOneDocument() throws Exception {
        try (var server = start();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> puts = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                puts.add(() -> put(server, "a.md", PRICES).statusCode());
            }
            for (Future<Integer> each : threads.invokeAll(puts)) {
                assertTrue(List.of(200, 201, 503).contains(each.get()), "status " + each.get());
            }
            JsonNode page = RunningServer.json(get(server, DOCUMENTS).body());
            assertEquals(List.of("a.md"), ids(page.path("documents")));
            assertEquals("indexed", document(server, "a.md").path("state").asText());
            assertEquals(List.of("a.md"), found(server, "What does a berth cost?"));
        }
    }

    private static HttpResponse<String> post(RunningServer server, String json) {
        return server.send(
                request(server, DOCUMENTS)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build());
    }

    private static HttpResponse<String> post(RunningServer server, byte[] form) {
        return server.send(
                request(server, DOCUMENTS)
                        .header("Content-Type", "multipart/form-data; boundary=xyz")
                        .POST(BodyPublishers.ofByteArray(form))
                        .build());
    }

    private static String part(String name, String type, String content) {
        return "--xyz\r\nContent-Disposition: form-data; name=\"files\"; filename=\""
                + name
                + "\"\r\n"
                + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                + "\r\n"
                + content
                + "\r\n";
    }

    private static byte[] form(String... parts) {
        var body = new ByteArrayOutputStream();
        for (String part : parts) {
            body.writeBytes(part.getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("--xyz--\r\n".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }
}
