package io.zaaky.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.spi.ConfigNode;
import io.zaaky.spi.ConfigNode.Location;
import io.zaaky.spi.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerSettingsTest {
    private static final Location HERE = new Location("zaaky.yaml", 1);

    private final ServerSettings started = settings(Map.of());

    @Test
    void whatOnlyAStartCanChangeIsNamedAndKept() {
        ServerSettings wanted =
                settings(
                        Map.of(
                                "host", "0.0.0.0",
                                "port", "9001",
                                "management-host", "127.0.0.2",
                                "management-port", "9002",
                                "max-request-size", "1MiB",
                                "max-upload-size", "1MiB"));
        assertEquals(
                List.of(
                        "server.host",
                        "server.port",
                        "server.management-host",
                        "server.management-port",
                        "server.max-request-size",
                        "server.max-upload-size"),
                wanted.needingRestart(started));
        assertEquals(started, wanted.keeping(started));
    }

    @Test
    void everythingElseFollows() {
        ServerSettings wanted =
                settings(
                        Map.of(
                                "public-hosts", "chat.example.org",
                                "requests-per-minute", "70",
                                "wrong-keys-per-minute", "7",
                                "max-streams", "7",
                                "connections-per-address", "9",
                                "shutdown-grace", "3s",
                                "trusted-proxies", "10.0.0.0/8",
                                "platform-keys", "sha256:" + "a".repeat(64)));
        assertEquals(List.of(), wanted.needingRestart(started));
        assertEquals(wanted, wanted.keeping(started));
    }

    private static ServerSettings settings(Map<String, String> values) {
        Map<String, ConfigNode> nodes = new LinkedHashMap<>();
        values.forEach((key, value) -> nodes.put(key, new ConfigNode.Text(value, HERE)));
        var problems = new Problems();
        var settings =
                ServerSettings.from(
                        new Settings(new ConfigNode.Table(nodes, HERE), "server", problems));
        assertEquals(List.of(), problems.sorted());
        return settings;
    }
}
