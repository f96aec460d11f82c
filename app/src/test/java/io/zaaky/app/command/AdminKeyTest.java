package io.zaaky.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("OPS-31")
class AdminKeyTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @TempDir Path folder;

    private String key(Map<String, String> variables, String... words) {
        var arguments = new Arguments(List.of(words), Set.of("--key", "--key-file"), Set.of());
        return AdminKey.of(
                arguments, variables, new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("key"), content).toString();
    }

    private String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aKeyOnTheCommandLineWorksAndIsWarnedOf() {
        assertEquals("zk_secret", key(Map.of("ZAAKY_KEY", "zk_other"), "--key", "zk_secret"));
        assertTrue(told().contains("--key-file"), told());
        assertTrue(told().contains("ZAAKY_KEY"), told());
        assertFalse(told().contains("zk_secret"), told());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zk_secret", "zk_secret\n", "  zk_secret\r\n\n"})
    void aKeyInAFileIsTakenWithoutAWord(String content) throws IOException {
        assertEquals("zk_secret", key(Map.of("ZAAKY_KEY", "zk_o"), "--key-file", file(content)));
        assertEquals("", told());
    }

    @Test
    void theEnvironmentDoesWhenNothingElseIsGiven() {
        assertEquals("zk_secret", key(Map.of("ZAAKY_KEY", "zk_secret")));
        assertEquals("", key(Map.of("ZAAKY_KEY", "")));
        assertEquals("", key(Map.of()));
        assertEquals("", told());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "two keys", "zk_a\nzk_b", "schl\u00fcssel"})
    void whatIsNoKeyIsWrongUseAndIsNotShown(String content) throws IOException {
        String file = file(content);
        var problem = assertThrows(UsageProblem.class, () -> key(Map.of(), "--key-file", file));
        assertEquals(
                "the key file " + file + " must hold one key and nothing else",
                problem.getMessage());
    }

    @Test
    void aFileThatIsNotThereOrGivenBesideAKeyIsWrongUse() {
        String missing = folder.resolve("missing").toString();
        assertEquals(
                "the key file " + missing + " is not there or can't be read",
                assertThrows(UsageProblem.class, () -> key(Map.of(), "--key-file", missing))
                        .getMessage());
        assertThrows(
                UsageProblem.class, () -> key(Map.of(), "--key-file", missing, "--key", "zk_a"));
    }
}
