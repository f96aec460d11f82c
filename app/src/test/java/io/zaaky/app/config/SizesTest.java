package io.zaaky.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.testkit.TestSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "7B, 7",
        "64KiB, 65536",
        "20MiB, 20971520",
        "8589934591GiB, 9223372035781033984"
    })
    void countBytes(String written, long bytes) {
        assertEquals(bytes, TestSettings.of(Map.of("size", written)).settings().size("size", 1));
    }

    @Test
    void oneThatNoNumberHoldsIsAProblem() {
        var settings = TestSettings.of(Map.of("size", "8589934592GiB"));
        assertEquals(1, settings.settings().size("size", 1));
        assertEquals(
                "is larger than any size can be, 8589934592GiB",
                settings.problems().getFirst().message());
    }
}
