package io.zaaky.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.Lookup;
import io.zaaky.spi.Signals;
import io.zaaky.spi.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Converts sources, context quality and lookups to and from JSON. JSON of another version is read
 * as far as possible: an old conversation without its sources is better than none.
 */
final class MetadataJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_SOURCES = text(List.of());
    private static final String NO_QUALITY = text(ContextQuality.NONE);

    String write(List<Source> sources) {
        return sources.isEmpty() ? NO_SOURCES : text(sources);
    }

    /** Two of three messages have no context quality. */
    String write(ContextQuality quality) {
        return quality.equals(ContextQuality.NONE) ? NO_QUALITY : text(quality);
    }

    String write(Lookup lookup) {
        return text(lookup);
    }

    private static String text(Object value) {
        try {
            return Text.storable(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers is always JSON", e);
        }
    }

    List<Source> sources(String text) {
        List<Source> sources = new ArrayList<>();
        for (JsonNode node : parse(text)) {
            sources.add(
                    new Source(
                            node.path("n").asInt(sources.size() + 1),
                            node.path("id").asText(""),
                            node.path("title").asText(""),
                            node.path("url").asText(""),
                            node.path("snippet").asText(""),
                            node.path("score").asDouble(0),
                            node.path("cited").asBoolean(false)));
        }
        return sources;
    }

    ContextQuality quality(String text) {
        JsonNode node = parse(text);
        return new ContextQuality(
                verdict(node.path("verdict").asText("")),
                node.path("score").asDouble(0),
                node.path("documents").asInt(0),
                texts(node.path("reasons")),
                signals(node.path("signals")),
                node.path("smallTalk").asText(""));
    }

    private static Signals signals(JsonNode node) {
        return new Signals(
                node.path("similarity").asDouble(0),
                node.path("similarityLimit").asDouble(0),
                node.path("similarityLead").asDouble(0),
                node.path("keywordShare").asDouble(0),
                node.path("keywordLead").asDouble(0),
                node.path("agreement").asDouble(0),
                node.path("rarity").asDouble(0),
                texts(node.path("wordsInNoDocument")),
                texts(node.path("wordsInNoPassage")));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText("")));
        return texts;
    }

    /** Empty if there is none. */
    Optional<Lookup> lookup(String text) {
        JsonNode node = parse(text);
        if (!node.isObject()) {
            return Optional.empty();
        }
        List<String> queries = new ArrayList<>();
        node.path("queries").forEach(query -> queries.add(query.asText("")));
        List<Lookup.Hit> hits = new ArrayList<>();
        for (JsonNode hit : node.path("hits")) {
            hits.add(
                    new Lookup.Hit(
                            hit.path("documentId").asText(""),
                            hit.path("chunk").asInt(0),
                            hit.path("score").asDouble(0),
                            hit.path("version").asText("")));
        }
        return Optional.of(new Lookup(queries, hits, verdict(node.path("verdict").asText(""))));
    }

    private static ContextQuality.Verdict verdict(String name) {
        for (ContextQuality.Verdict verdict : ContextQuality.Verdict.values()) {
            if (verdict.name().equals(name.toUpperCase(Locale.ROOT))) {
                return verdict;
            }
        }
        return ContextQuality.Verdict.NONE;
    }

    private JsonNode parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
