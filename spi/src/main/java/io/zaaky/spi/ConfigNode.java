package io.zaaky.spi;

import java.util.List;
import java.util.Map;

/** A parsed configuration: what {@link Settings} reads from. */
public sealed interface ConfigNode {

    /** Where it stands: for the value of a key, where the key is. */
    Location at();

    /**
     * A single value.
     *
     * @param value as written, after environment variables have been put in; empty for an empty
     *     value
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
