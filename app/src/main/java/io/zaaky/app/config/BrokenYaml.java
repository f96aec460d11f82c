package io.zaaky.app.config;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;

/** Finds the key below which a file stops being YAML. */
final class BrokenYaml {
    private final Deque<Level> levels = new ArrayDeque<>();
    private String path;

    private BrokenYaml(String root) {
        this.path = root;
    }

    /** A table or list that has begun but not ended. */
    private static final class Level {
        private final String path;
        private final boolean table;
        private int items;
        private boolean key = true; // the next scalar is a key

        Level(String path, boolean table) {
            this.path = path;
            this.table = table;
        }
    }

    /**
     * Returns the path of the last key that could be read.
     *
     * @param root the path of the file's root; may be empty
     * @param line where the problem is, from 1
     */
    static String path(String text, String root, int line) {
        var broken = new BrokenYaml(root);
        try {
            Iterator<Event> events = new Yaml().parse(new StringReader(text)).iterator();
            Event event = events.next();
            while (event.getStartMark().getLine() < line) {
                broken.next(event);
                event = events.next();
            }
        } catch (YAMLException | NoSuchElementException e) {
            return broken.path; // the text breaks here, or at its end
        }
        return broken.path;
    }

    private void next(Event event) {
        switch (event) {
            case MappingStartEvent _ -> levels.push(new Level(begin(""), true));
            case SequenceStartEvent _ -> levels.push(new Level(begin(""), false));
            case MappingEndEvent _ -> levels.pop();
            case SequenceEndEvent _ -> levels.pop();
            case ScalarEvent scalar -> begin(scalar.getValue());
            case NodeEvent _ -> begin("");
            default -> {}
        }
    }

    /** Handles the start of a node. Returns its path. */
    private String begin(String name) {
        Level level = levels.peek();
        if (level == null) {
            return path;
        }
        if (!level.table) {
            path = level.path + "[" + level.items++ + "]";
        } else {
            if (level.key) {
                path = level.path.isEmpty() ? name : level.path + "." + name;
            }
            level.key = !level.key;
        }
        return path;
    }
}
