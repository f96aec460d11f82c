package io.zaaky.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ConfigNode;
import io.zaaky.spi.Problem;
import io.zaaky.spi.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("TEN-20")
class IdentitySettingsTest {
    private static final String SHORT = "s3cret-of-thirty-one-bytes-only";
    private static final ConfigNode.Location HERE = new ConfigNode.Location("acme.yaml", 1);

    private final List<Problem> problems = new ArrayList<>();

    private IdentitySettings read(Map<String, String> values) {
        Map<String, ConfigNode> nodes = new LinkedHashMap<>();
        values.forEach((key, value) -> nodes.put(key, new ConfigNode.Text(value, HERE)));
        return IdentitySettings.from(
                new Settings(new ConfigNode.Table(nodes, HERE), "identity", problems::add));
    }

    @Test
    void withoutASecretNobodyIsSignedIn() {
        assertFalse(read(Map.of()).isOn());
        assertFalse(read(Map.of("secret", "")).isOn());
        assertEquals(List.of(), problems);
    }

    @Test
    void aSecretHasThirtyTwoBytesAndIsNeverShown() {
        IdentitySettings read = read(Map.of("secret", SHORT + "!"));
        assertTrue(read.isOn());
        assertEquals(32, read.key().length);
        assertFalse(read.toString().contains(SHORT), read::toString);
        assertTrue(read(Map.of("secret", "é".repeat(16))).isOn(), "sixteen of two bytes");
        assertEquals(List.of(), problems);
        assertEquals(31, SHORT.length());
        var _ = read(Map.of("secret", SHORT));
        assertEquals(1, problems.size(), problems::toString);
        String problem = problems.getFirst().toString();
        assertTrue(problem.contains("identity.secret: must have at least 32 bytes"), problem);
        assertFalse(problem.contains(SHORT), problem);
    }

    @Test
    void whereATokenIsRequiredThereIsASecret() {
        var _ = read(Map.of("required", "true"));
        assertTrue(problems.toString().contains("identity.required: needs"), problems::toString);
    }
}
