package io.zaaky.spi;

import java.util.List;
import java.util.Map;

/** A parsed configuration, which {@link Settings} reads. */
public sealed interface ConfigNode {

    /** Where the node is; for the value of a key, where the key is. */
    Location at();

    /**
     * A single value.
     *
     * @param value as written, with environment variables substituted; empty for an empty value
     */
    record Text(String value, Location at) implements ConfigNode {}

    /** A list. */
    record Items(List<ConfigNode> values, Location at) implements ConfigNode {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** Keys and values, in the order of the file. */
    record Table(Map<String, ConfigNode> values, Location at) implements ConfigNode {}

    /**
     * A place in a file.
     *
     * @param file as the operator named it
     * @param line from 1
     */
    record Location(String file, int line) {}
}
