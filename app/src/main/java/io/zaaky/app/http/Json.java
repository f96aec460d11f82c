package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads strict JSON and writes compact JSON. */
final class Json {
    private static final int MAX_DEPTH = 20;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                                    // by default a thread keeps its buffers for the whole answer
                                    .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    /**
     * Reads an object.
     *
     * @throws Refusal ({@code invalid_json}) if the body is anything else, has broken UTF-8 or a
     *     duplicate key, or is nested too deeply
     */
    static ObjectNode object(byte[] body) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            JsonNode node = MAPPER.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new Refusal(ApiError.INVALID_JSON, "The body must be a JSON object.");
        } catch (CharacterCodingException e) {
            throw new Refusal(ApiError.INVALID_JSON, "The body is not valid UTF-8.");
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String where =
                    at == null
                            ? ""
                            : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw new Refusal(
                    ApiError.INVALID_JSON,
                    "The body is not valid JSON, or a key stands in it twice" + where + ".");
        }
    }

    /** The value to write for a text that may be missing. */
    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Writes an object in UTF-8, on one line. */
    static byte[] write(ObjectNode object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the content of an object. */
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes an object in UTF-8, on one line. */
    static byte[] write(Fields fields) {
        var bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
