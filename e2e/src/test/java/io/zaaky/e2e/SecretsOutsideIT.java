package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where other users of the machine, or whoever is shown a page or a dump, could read secrets. */
@Tag("SEC-08")
final class SecretsOutsideIT {
    private static final String KEY = "sk-sentinel-0123456789abcdef";
    private static final String PROMPT = "The sentinel-of-the-prompt is for the model alone.";

    @TempDir private Path folder;

    @Test
    void aRunningServerShowsNoneOfThem() throws Exception {
        var installation = Installation.in(folder);
        try (var model =
                        StubUpstream.start(
                                StubUpstream.openAi()
                                        .status(401)
                                        .text("wrong key " + KEY + ", prompt " + PROMPT));
                var client = HttpClient.newHttpClient()) {
            configure(installation, model);
            try (var zaaky = installation.serve();
                    var visitor = new Visitor("acme/desk", "the-session-of-the-secrets-1")) {
                Told told = visitor.ask(zaaky, Installation.QUESTION);
                assertEquals("Bearer " + KEY, model.call(0).header("Authorization"));
                assertSilent("the answer", told.toString());
                for (String page :
                        List.of("/health", "/health/live", "/health/ready", "/metrics")) {
                    assertSilent(
                            page,
                            client.send(
                                            HttpRequest.newBuilder(zaaky.management(page)).build(),
                                            BodyHandlers.ofString())
                                    .body());
                }
                for (String command : commandLines(zaaky.pid())) {
                    assertSilent("a command line", command);
                }
                String dump = threadDump(zaaky.pid());
                assertTrue(dump.contains("main"), dump);
                assertSilent("a thread dump", dump);
                zaaky.stop();
                assertFalse(zaaky.log().contains(KEY), zaaky::log);
            }
        }
    }

    @Test
    void checkShowsNoneOfThemWhateverIsWrongElsewhere() throws IOException {
        var installation = Installation.in(folder);
        try (var model = StubUpstream.start(StubUpstream.openAi().tokens("x"))) {
            configure(installation, model);
            assertSilent(
                    "check", Product.run("check", "--config", config(installation)).toString());
            installation.desk(
                    "llm: {provider: openai, model: m, temperature: '"
                            + KEY
                            + "', api-key: '"
                            + KEY
                            + "'}");
            Product.Outcome wrong = Product.run("check", "--config", config(installation));
            assertEquals(2, wrong.code(), wrong::toString);
        }
    }

    private static String config(Installation installation) {
        return installation.config().toString();
    }

    private static void configure(Installation installation, StubUpstream model) {
        installation.desk(
                "system-prompt: '" + PROMPT + "'",
                "llm: {provider: openai, model: m, base-url: '"
                        + model.uri("/v1")
                        + "', api-key: '"
                        + KEY
                        + "'}");
    }

    private static void assertSilent(String where, String text) {
        assertFalse(text.contains(KEY), () -> where + " shows the key: " + text);
        assertFalse(text.contains(PROMPT), () -> where + " shows the prompt: " + text);
    }

    /** Of the process and all that it has started, which includes the reader of documents. */
    private static List<String> commandLines(long pid) {
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(server), server.descendants())
                .map(process -> read(Path.of("/proc", "" + process.pid(), "cmdline")))
                .toList();
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // that process has just ended
        }
    }

    private static String threadDump(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process =
                new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print", "-l")
                        .redirectErrorStream(true)
                        .start();
        String dump = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), dump);
        return dump;
    }
}
