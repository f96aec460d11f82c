package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zaaky.app.Commands.Outcome;
import io.zaaky.app.config.KeyHashes;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup of a running server holds, and what is refused. */
class BackupTest {
    private static final String KEY = "zk_owner-of-acme-that-nobody-guesses";
    private static final String SESSION = "the-session-of-the-backup-test-1";
    private static final String QUESTION = "What does a membership cost?";
    private static final String BOT = "/api/orgs/acme/chatbots/bot";
    private static final String ACME =
            """
            admin-keys: [{hash: "%s", name: desk}]
            chatbots:
              bot:
                llm: {provider: extractive}
                limits: {messages-per-minute: 100000, concurrent-answers: 50}
              idle:
                llm: {provider: extractive}
            """
                    .formatted(KeyHashes.of(KEY));

    private static final String IN_THE_ARCHIVE = "    conversations: {data-source: archive}\n";

    @TempDir private Path folder;

    @Test
    @Tag("DUR-16")
    void onAnEmptyMachineTheServerAnswersWithWhatItKnewWhenTheBackupWasMade() throws Exception {
        List<JsonNode> before;
        JsonNode changes;
        try (var server = start("here")) {
            assertEquals(201, upload(server).statusCode());
            server.stream("acme/bot", QUESTION, SESSION).forEach(_ -> {});
            assertEquals(204, call(server, "POST", "/api/orgs/acme/chatbots/idle/pause", ""));
            before = server.history("acme/bot", SESSION);
            changes = json(server, "/api/orgs/acme/audit");
            Outcome made = backup("here", "one.zip");
            assertEquals(0, made.code(), made::toString);
            assertTrue(made.out().contains("data/zaaky.db"), made::toString);
        }
        assertEquals("rw-------", rights(folder.resolve("one.zip")));
        Outcome restored = restore("one.zip", "there");
        assertEquals(0, restored.code(), restored::toString);
        try (var server = start("there")) {
            assertEquals(before, server.history("acme/bot", SESSION));
            assertEquals(changes, json(server, "/api/orgs/acme/audit"));
            JsonNode organisation = json(server, "/api/orgs/acme");
            assertTrue(organisation.toString().contains("\"paused\""), organisation::toString);
            assertEquals("indexed", indexed(server));
            JsonNode last = server.lastEvent("acme/bot", QUESTION, SESSION + "-2");
            assertTrue(last.path("content").asText().contains("12 euros"), last::toString);
        }
    }

    @Test
    @Tag("DUR-16")
    void whatWasAnsweredBeforeABackupUnderLoadBeganIsInIt() throws Exception {
        List<String> sessions = new ArrayList<>();
        int known;
        try (var server = start("here")) {
            var asking =
                    CompletableFuture.runAsync(
                            () -> {
                                for (int i = 0; i < 200; i++) {
                                    String session = SESSION + "-" + i;
                                    server.stream("acme/bot", "Hello?", session).forEach(_ -> {});
                                    synchronized (sessions) {
                                        sessions.add(session);
                                    }
                                }
                            });
            do {
                Thread.onSpinWait();
                synchronized (sessions) {
                    known = sessions.size();
                }
            } while (known < 20);
            Outcome made = backup("here", "one.zip");
            assertEquals(0, made.code(), made::toString);
            asking.get();
        }
        assertEquals(0, restore("one.zip", "there").code());
        try (var server = start("there")) {
            for (String session : sessions.subList(0, known)) {
                List<JsonNode> history = server.history("acme/bot", session);
                assertEquals(2, history.size(), session);
                assertEquals("complete", history.getLast().path("state").asText());
            }
        }
    }

    @Test
    @Tag("DUR-16")
    void conversationsOfEveryDataSourceComeBack() throws IOException {
        List<JsonNode> before;
        try (var server = startWithArchive("here")) {
            server.stream("acme/idle", QUESTION, SESSION).forEach(_ -> {});
            before = server.history("acme/idle", SESSION);
        }
        assertEquals(2, before.size());
        assertEquals(0, backup("here", "one.zip").code());
        configureArchive("there");
        Outcome restored = run("restore", "one.zip", "there");
        assertEquals(0, restored.code(), restored::toString);
        try (var server = startWithArchive("there")) {
            assertEquals(before, server.history("acme/idle", SESSION));
        }
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() throws IOException {
        served("here");
        Files.writeString(folder.resolve("one.zip"), "precious");
        Outcome outcome = backup("here", "one.zip");
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("is there already"), outcome::toString);
        assertEquals("precious", Files.readString(folder.resolve("one.zip")));
    }

    @Test
    void aDatabaseThatCannotBeReadMakesNoBackupAndLeavesNothing() throws IOException {
        served("here");
        Files.writeString(folder.resolve("here/data/broken.db"), "this is no database, and long");
        Outcome outcome = backup("here", "one.zip");
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("broken.db could not be copied"), outcome::toString);
        assertEquals(List.of("here"), names(folder));
    }

    @Test
    void aDataDirectoryWithoutAnythingMakesNoEmptyBackup() throws IOException {
        configure("here");
        Files.createDirectories(folder.resolve("here/data"));
        Outcome outcome = backup("here", "one.zip");
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("nothing to save"), outcome::toString);
        assertEquals(List.of("here"), names(folder));
    }

    @Test
    void nothingIsRestoredIntoADataDirectoryThatIsNotEmpty() throws IOException {
        served("here");
        assertEquals(0, backup("here", "one.zip").code());
        served("there");
        List<String> before = names(folder.resolve("there/data"));
        Outcome outcome = restore("one.zip", "there");
        assertEquals(1, outcome.code());
        assertTrue(outcome.err().contains("is not empty"), outcome::toString);
        assertEquals(before, names(folder.resolve("there/data")));
    }

    @Test
    void nothingIsRestoredBesideARunningServer() throws IOException {
        try (var server = start("here")) {
            server.stream("acme/bot", "Hello?", SESSION).forEach(_ -> {}); // so there is something
            Outcome made = backup("here", "one.zip");
            assertEquals(0, made.code(), made::toString);
            Outcome outcome = restore("one.zip", "here");
            assertEquals(1, outcome.code());
            assertTrue(outcome.err().contains("in use by another process"), outcome::toString);
        }
    }

    @Test
    void aDamagedBackupRestoresNothing() throws IOException {
        served("here");
        assertEquals(0, backup("here", "one.zip").code());
        refused("is no backup of Zaaky", file -> Files.write(file, new byte[100]));
        refused("no backup of Zaaky", BackupTest::cut);
        refused("it has no manifest", file -> change(file, "manifest.json", NOTHING));
        refused("lacks data/zaaky.db", file -> change(file, "data/zaaky.db", NOTHING));
        refused("its hash is another one", file -> change(file, "data/zaaky.db", BackupTest::flip));
        refused("an entry that its manifest does not name", file -> add(file, "../../evil.db"));
    }

    @Test
    void aManifestThatLiesRestoresNothing() throws IOException {
        served("here");
        assertEquals(0, backup("here", "one.zip").code());
        refused("a newer Zaaky", file -> manifest(file, root -> root.put("format", 2)));
        refused(
                "manifest is damaged",
                file -> manifest(file, root -> part(root).put("entry", "data/../../evil.db")));
        refused(
                "manifest is damaged",
                file -> manifest(file, root -> part(root).put("entry", "/etc/evil.db")));
        refused("manifest is damaged", file -> manifest(file, root -> part(root).put("bytes", -1)));
        refused(
                "more than the manifest says",
                file -> manifest(file, root -> part(root).put("bytes", 10)));
        refused(
                "other rows than its manifest says",
                file -> manifest(file, root -> part(root).putObject("rows").put("messages", 7)));
    }

    @Test
    void wrongUseIsTold() {
        assertEquals(2, Commands.run("backup").code());
        assertEquals(2, Commands.run("restore", "a", "b").code());
        configure("here");
        Outcome none =
                Commands.run(
                        "restore",
                        folder + "/none.zip",
                        "--config",
                        config("here"),
                        "--data",
                        data("here"));
        assertEquals(1, none.code());
        assertTrue(none.err().contains("there is no file"), none::toString);
    }

    @Test
    void versionsAreComparedByTheirNumbers() {
        assertTrue(BackupCommand.isNewer("0.10.0", "0.9.1"));
        assertTrue(BackupCommand.isNewer("1.0.1", "1.0"));
        assertFalse(BackupCommand.isNewer("0.1.0", "0.1.0"));
        assertFalse(BackupCommand.isNewer("0.1.0", "0.2.0"));
        assertFalse(BackupCommand.isNewer("2.0", "(not packaged)"));
    }

    private interface Change {
        void to(Path file) throws IOException;
    }

    private interface Content {
        byte[] of(byte[] bytes);
    }

    private static final Content NOTHING = _ -> new byte[0];

    /** Nothing is in the data directory after it, and the sentence says why. */
    private void refused(String sentence, Change change) throws IOException {
        Path file = folder.resolve("changed.zip");
        Files.deleteIfExists(file);
        Files.copy(folder.resolve("one.zip"), file);
        change.to(file);
        Outcome outcome = restore("changed.zip", "elsewhere");
        assertEquals(1, outcome.code(), outcome::toString);
        assertTrue(outcome.err().contains(sentence), () -> "no '" + sentence + "' in " + outcome);
        assertEquals(List.of("zaaky.lock"), names(folder.resolve("elsewhere/data")));
    }

    private static void cut(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(all, all.length / 2));
    }

    private static byte[] flip(byte[] bytes) {
        bytes[bytes.length / 2] ^= 1;
        return bytes;
    }

    /** An entry whose content becomes empty is left out. */
    private static void change(Path file, String name, Content content) throws IOException {
        Map<String, byte[]> entries = entries(file);
        byte[] changed = content.of(entries.getOrDefault(name, new byte[0]));
        if (changed.length == 0) {
            entries.remove(name);
        } else {
            entries.put(name, changed);
        }
        write(file, entries);
    }

    private static void add(Path file, String name) throws IOException {
        Map<String, byte[]> entries = entries(file);
        entries.put(name, new byte[] {1});
        write(file, entries);
    }

    private interface Edit {
        void of(ObjectNode root);
    }

    private static void manifest(Path file, Edit edit) throws IOException {
        Map<String, byte[]> entries = entries(file);
        var root = (ObjectNode) RunningServer.JSON.readTree(entries.get("manifest.json"));
        edit.of(root);
        entries.put(
                "manifest.json", root.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        write(file, entries);
    }

    private static ObjectNode part(ObjectNode root) {
        for (JsonNode each : root.path("parts")) {
            if (each.path("entry").asText().equals("data/zaaky.db")) {
                return (ObjectNode) each;
            }
        }
        throw new AssertionError(root.toString());
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (var zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private static void write(Path file, Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                var zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
    }

    private RunningServer start(String name) {
        return RunningServer.start(folder.resolve(name), "", ACME);
    }

    /** Its idle chatbot has a database of its own. */
    private RunningServer startWithArchive(String name) {
        return RunningServer.start(folder.resolve(name), archive(name), ACME + IN_THE_ARCHIVE);
    }

    private void configureArchive(String name) throws IOException {
        configure(name);
        Path config = folder.resolve(name).resolve("config");
        Files.writeString(config.resolve("zaaky.yaml"), archive(name));
        Files.writeString(config.resolve("orgs/acme.yaml"), ACME + IN_THE_ARCHIVE);
    }

    private String archive(String name) {
        return "data-sources: {archive: {url: \"jdbc:sqlite:%s\"}}\n"
                .formatted(folder.resolve(name + ".db"));
    }

    /** A server has run there, and been asked something. */
    private void served(String name) {
        try (var server = start(name)) {
            server.stream("acme/bot", "Hello?", SESSION).forEach(_ -> {});
        }
    }

    private void configure(String name) {
        try {
            Files.createDirectories(folder.resolve(name).resolve("config/orgs"));
            Files.writeString(folder.resolve(name).resolve("config/orgs/acme.yaml"), ACME);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Outcome backup(String from, String file) {
        return run("backup", file, from);
    }

    private Outcome restore(String file, String to) {
        configure(to);
        return run("restore", file, to);
    }

    private Outcome run(String command, String file, String name) {
        return Commands.run(
                command,
                folder.resolve(file).toString(),
                "--config",
                config(name),
                "--data",
                data(name));
    }

    private String config(String name) {
        return folder.resolve(name).resolve("config").toString();
    }

    private String data(String name) {
        return folder.resolve(name).resolve("data").toString();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static HttpResponse<String> upload(RunningServer server) {
        return server.send(
                HttpRequest.newBuilder(server.uri(BOT + "/documents/fees.md"))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "text/markdown")
                        .PUT(BodyPublishers.ofString("# Fees\n\nA membership costs 12 euros.\n"))
                        .build());
    }

    private static int call(RunningServer server, String method, String path, String body) {
        return server.send(
                        HttpRequest.newBuilder(server.uri(path))
                                .header("Authorization", "Bearer " + KEY)
                                .method(method, BodyPublishers.ofString(body))
                                .build())
                .statusCode();
    }

    /** It is not listed until its turn comes. */
    private static String indexed(RunningServer server) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        String state = "";
        while (!state.equals("indexed") && System.nanoTime() < end) {
            state = json(server, BOT + "/documents/fees.md").path("state").asText();
        }
        return state;
    }

    private static JsonNode json(RunningServer server, String path) {
        return RunningServer.json(server.get(path, "Authorization", "Bearer " + KEY).body());
    }
}
