package io.zaaky.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** All events of one answer, in order. */
record Told(List<JsonNode> events) {

    /** How many events brought text. */
    int tokens() {
        return (int) events.stream().filter(Told::isToken).count();
    }

    /** The text of the tokens, joined. */
    String text() {
        return events.stream()
                .filter(Told::isToken)
                .map(event -> event.path("content").asText())
                .collect(Collectors.joining());
    }

    /** The last event, which must be {@code complete}. */
    JsonNode complete() {
        return last("complete");
    }

    /** The last event, which must be {@code error}. */
    JsonNode error() {
        return last("error");
    }

    private JsonNode last(String type) {
        if (!ending().path("type").asText().equals(type)) {
            throw new AssertionError("the stream does not end with " + type + ": " + events);
        }
        return events.getLast();
    }

    /** The last event, which must be the only one that ends the stream. */
    JsonNode ending() {
        if (tokens() != events.size() - 1 || isToken(events.getLast())) {
            throw new AssertionError("the stream does not have one ending: " + events);
        }
        return events.getLast();
    }

    /** The documents that the sources name. */
    List<String> sources() {
        return sources(complete());
    }

    static List<String> sources(JsonNode answer) {
        return StreamSupport.stream(answer.path("sources").spliterator(), false)
                .map(source -> source.path("id").asText())
                .distinct()
                .toList();
    }

    private static boolean isToken(JsonNode event) {
        return event.path("type").asText().equals("token");
    }
}
