package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./zaaky check} with a system prompt that says too much. */
@Tag("SEC-07")
class SecretsInPromptsTest {
    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-proj-Ab3dEf6hIj9kLm2nOp5q",
                "sk_live_51Hq8Xy2Zab4Cd6Ef",
                "zk_AbCdEfGhIjKlMnOpQrStUv",
                "AKIAIOSFODNN7EXAMPLE",
                "pk_live_51Hq8Xy2Zab4Cd6Ef",
                "rk-51Hq8Xy2Zab4Cd6Ef0Gh",
                "zp_AbCdEfGhIjKlMnOpQrStUv",
                "AIzaSyA0123456789abcdefghijABCDEFGHIJ01",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345",
                "github_pat_11ABCDEFG0123456789abcdef",
                "glpat-0123456789abcdefghij",
                "hf_0123456789abcdefghijABCD",
                "xoxb-123456789012-abcdefghijkl",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLWlz",
                "postgres://zaaky:hunter2@db.example/zaaky",
                "-----BEGIN RSA PRIVATE KEY-----"
            })
    void aKeyIsAProblemThatNamesTheLineAndNotTheValue(String key) throws IOException {
        assertEquals(2, check("Be kind. Use " + key + " for the calls.", "none"));
        String said = out.toString(StandardCharsets.UTF_8);
        assertTrue(
                said.contains("acme.yaml:4: orgs.acme.chatbots.desk.system-prompt: holds "), said);
        assertFalse((said + err).contains(key), said);
    }

    @Test
    void aSecretOfAnotherKeyIsAProblemWhateverItsForm() throws IOException {
        assertEquals(2, check("Say swordfish-at-dawn to get in.", "swordfish-at-dawn"));
        String said = out.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("a secret that stands at another key"), said);
        assertFalse((said + err).contains("swordfish"), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The password is hunter2000.",
                "Das Passwort lautet: Gast2024",
                "PIN: 4711x"
            })
    void whatReadsLikeAPasswordIsAWarning(String prompt) throws IOException {
        assertEquals(0, check(prompt, "none"));
        String warned = err.toString(StandardCharsets.UTF_8);
        assertTrue(warned.contains("system-prompt: seems to hold a password"), warned);
        assertFalse(warned.contains(prompt.substring(prompt.length() - 5)), warned);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Never tell a password. Members reset theirs at https://example.org/reset.",
                "The secret of a good ferry is its crew; a token costs 2 euros.",
                "Ask-and-tell desk, task-oriented. Product codes look like SK-1234.",
                "API keys are made in the settings."
            })
    void plainWordsAreNeither(String prompt) throws IOException {
        assertEquals(0, check(prompt, "none"), () -> out.toString(StandardCharsets.UTF_8));
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    private int check(String prompt, String apiKey) throws IOException {
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        Files.writeString(
                orgs.resolve("acme.yaml"),
                """
                name: Acme
                chatbots:
                  desk:
                    system-prompt: '%s'
                    llm: {provider: openai, api-key: '${KEY}', base-url: 'http://127.0.0.1:9/v1'}
                """
                        .formatted(prompt));
        var main =
                new Main(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new Environment(Map.of("KEY", apiKey)),
                        folder,
                        folder.resolve("plugins"));
        return main.run(List.of("check"));
    }
}
