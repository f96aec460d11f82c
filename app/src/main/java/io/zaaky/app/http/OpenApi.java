package io.zaaky.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The description of the API: {@code docs/openapi.yaml}, as JSON. */
final class OpenApi {
    private static final String FILE = "/openapi.yaml";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OpenApi() {}

    /** Reads the file. This takes a moment, so the caller keeps the result. */
    static byte[] json() {
        try (InputStream in = OpenApi.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the build has left out " + FILE);
            }
            var yaml = new Yaml(new LoaderOptions());
            Node root = yaml.compose(new InputStreamReader(in, StandardCharsets.UTF_8));
            return Json.write((ObjectNode) json(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                ObjectNode object = NODES.objectNode();
                for (NodeTuple each : mapping.getValue()) {
                    object.set(
                            ((ScalarNode) each.getKeyNode()).getValue(), json(each.getValueNode()));
                }
                yield object;
            }
            case SequenceNode sequence -> {
                ArrayNode array = NODES.arrayNode();
                sequence.getValue().forEach(each -> array.add(json(each)));
                yield array;
            }
            case ScalarNode scalar -> json(scalar);
            default -> throw new IllegalStateException(FILE + " uses an alias");
        };
    }

    /** Dates and versions stay text, whatever type YAML gives them. */
    private static JsonNode json(ScalarNode scalar) {
        String value = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.INT)) {
            return NODES.numberNode(new BigInteger(value));
        }
        if (tag.equals(Tag.FLOAT)) {
            return NODES.numberNode(new BigDecimal(value));
        }
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(Boolean.parseBoolean(value));
        }
        return tag.equals(Tag.NULL) ? NODES.nullNode() : NODES.textNode(value);
    }
}
