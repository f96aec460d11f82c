package io.zaaky.testkit;

import io.zaaky.spi.ConfigNode;
import io.zaaky.spi.Problem;
import io.zaaky.spi.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings from a map, as if they had been read from YAML, and the problems that reading them
 * reported.
 */
public final class TestSettings implements Settings.Sink {
    private static final ConfigNode.Location AT = new ConfigNode.Location("test.yaml", 1);

    private final List<Problem> problems = new ArrayList<>();
    private final Settings settings;

    private TestSettings(Map<String, ?> values) {
        settings = new Settings(table(values), "test", this);
    }

    /** Creates settings from texts, numbers, booleans, and lists and maps of those. */
    public static TestSettings of(Map<String, ?> values) {
        return new TestSettings(values);
    }

    public Settings settings() {
        return settings;
    }

    /** The problems so far, including unread keys. */
    public List<Problem> problems() {
        settings.reportUnread();
        return List.copyOf(problems);
    }

    @Override
    public void problem(Problem problem) {
        problems.add(problem);
    }

    private static ConfigNode.Table table(Map<?, ?> values) {
        Map<String, ConfigNode> nodes = new LinkedHashMap<>();
        values.forEach((key, value) -> nodes.put(String.valueOf(key), node(value)));
        return new ConfigNode.Table(nodes, AT);
    }

    private static ConfigNode node(Object value) {
        return switch (value) {
            case Map<?, ?> map -> table(map);
            case List<?> list ->
                    new ConfigNode.Items(
                            list.stream().map(item -> node((Object) item)).toList(), AT);
            default -> new ConfigNode.Text(String.valueOf(value), AT);
        };
    }
}
