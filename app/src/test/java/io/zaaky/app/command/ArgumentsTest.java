package io.zaaky.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void optionsAndTheRestAreToldApart() {
        Arguments arguments =
                arguments("a", "--port", "7", "--json", "--name=x=y", "b", "--", "--c");
        assertEquals(List.of("a", "b", "--c"), arguments.rest());
        assertEquals(Optional.of(7), arguments.port("--port"));
        assertEquals(Optional.of("x=y"), arguments.value("--name"));
        assertTrue(arguments.flag("--json"));
    }

    @Test
    void anUnknownOptionIsWrongUse() {
        assertEquals(
                "unknown option --prot",
                assertThrows(UsageProblem.class, () -> arguments("--prot", "1")).getMessage());
    }

    @Test
    void anOptionWithoutItsValueIsWrongUse() {
        assertEquals(
                "--port needs a value",
                assertThrows(UsageProblem.class, () -> arguments("--port")).getMessage());
    }

    @Test
    void aPortIsANumber() {
        for (String port : List.of("x", "-1", "65536", "")) {
            assertThrows(
                    UsageProblem.class, () -> arguments("--port=" + port).port("--port"), port);
        }
    }

    private static Arguments arguments(String... words) {
        return new Arguments(List.of(words), Set.of("--port", "--name"), Set.of("--json"));
    }
}
