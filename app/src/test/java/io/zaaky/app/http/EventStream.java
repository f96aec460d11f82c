package io.zaaky.app.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an event stream as a browser does, by the rules of the HTML standard ("Parsing an event
 * stream", "Interpreting an event stream").
 */
final class EventStream {
    private final List<Event> events = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private String type = "";
    private String lastId = "";

    private EventStream() {}

    /**
     * What a page is handed.
     *
     * @param type {@code message} unless the stream names another one
     */
    record Event(String type, String data, String lastId) {}

    /** The events of a whole stream; one without its empty line is none. */
    static List<Event> parse(byte[] stream) {
        String text = new String(stream, StandardCharsets.UTF_8);
        if (text.startsWith("\ufeff")) {
            text = text.substring(1);
        }
        var parsed = new EventStream();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                parsed.line(text.substring(from, i));
                if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                    i++;
                }
                from = i + 1;
            }
        }
        return parsed.events;
    }

    private void line(String line) {
        if (line.isEmpty()) {
            dispatch();
            return;
        }
        int colon = line.indexOf(':');
        if (colon == 0) {
            return; // a comment
        }
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        field(field, value.startsWith(" ") ? value.substring(1) : value);
    }

    private void field(String field, String value) {
        switch (field) {
            case "event" -> type = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> lastId = value.indexOf('\0') < 0 ? value : lastId;
            default -> {
                // retry, and what nobody knows
            }
        }
    }

    private void dispatch() {
        if (!data.isEmpty()) {
            data.setLength(data.length() - 1);
            events.add(new Event(type.isEmpty() ? "message" : type, data.toString(), lastId));
        }
        data.setLength(0);
        type = "";
    }
}
