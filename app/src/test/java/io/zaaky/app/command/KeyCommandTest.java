package io.zaaky.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zaaky.app.config.KeyHashes;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String run(String... words) {
        new KeyCommand(new PrintStream(out, true, StandardCharsets.UTF_8), () -> "RANDOM")
                .run(List.of(words));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aKeyIsShownOnceWithItsEntry() {
        assertEquals(
                """
                The key, which is shown this once only:

                  zk_RANDOM

                Its entry for orgs/acme.yaml:

                admin-keys:
                  - %s
                """
                        .formatted(KeyHashes.of("zk_RANDOM")),
                run("new", "acme"));
    }

    @Test
    void aRoleAndANameStandInTheEntry() {
        String told = run("new", "acme", "--role", "viewer", "--name", "The \"office\"");
        assertEquals(
                "  - {hash: \"%s\", name: \"The \\\"office\\\"\", role: viewer}"
                        .formatted(KeyHashes.of("zk_RANDOM")),
                told.lines().toList().getLast());
    }

    @Test
    void aKeyOfThePlatformHasAPrefixAndAPlaceOfItsOwn() {
        String told = run("new", "--platform", "--name=ops");
        assertEquals(
                List.of(
                        "  zp_RANDOM",
                        "",
                        "Its entry for zaaky.yaml:",
                        "",
                        "server:",
                        "  platform-keys:",
                        "    - {hash: \"%s\", name: \"ops\"}".formatted(KeyHashes.of("zp_RANDOM"))),
                told.lines().skip(2).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new",
                "old acme",
                "new Acme",
                "new acme more",
                "new acme --platform",
                "new acme --role admin",
                "new --platform --role owner",
                "new acme --name=",
                "new acme --name=${HOME}",
                "new acme --colour red"
            })
    void anythingElseIsWrongUseAndMakesNoKey(String words) {
        assertThrows(UsageProblem.class, () -> run(words.split(" ", -1)));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }
}
