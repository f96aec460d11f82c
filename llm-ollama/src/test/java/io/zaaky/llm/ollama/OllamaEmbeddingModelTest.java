package io.zaaky.llm.ollama;

import io.zaaky.llm.langchain4j.JsonScanner;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.Purpose;
import io.zaaky.testkit.EmbeddingModelContract;
import io.zaaky.testkit.FakeEmbedding;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubUpstream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;

class OllamaEmbeddingModelTest extends EmbeddingModelContract {
    private final FakeEmbedding words = new FakeEmbedding("fake", 32, Map.of());
    private final StubUpstream upstream =
            StubUpstream.start(StubUpstream.ollama().json(this::answer));

    @Override
    protected EmbeddingModelProvider provider() {
        return new OllamaEmbeddingModelProvider();
    }

    @Override
    protected Map<String, ?> settings() {
        return Map.of("base-url", upstream.uri(""));
    }

    @AfterAll
    void stop() {
        upstream.close();
    }

    /** Vectors of length 3, as servers need not make them of length 1. */
    private String answer(StubCall call) {
        return words.embed(input(call), Purpose.PASSAGE).stream()
                .map(OllamaEmbeddingModelTest::json)
                .collect(Collectors.joining(",", "{\"model\":\"m\",\"embeddings\":[", "]}"));
    }

    private static String json(float[] vector) {
        float[] longer = vector.clone();
        for (int i = 0; i < longer.length; i++) {
            longer[i] *= 3;
        }
        return Arrays.toString(longer);
    }

    private static List<String> input(StubCall call) {
        byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
        List<String> texts = new ArrayList<>();
        var json = new JsonScanner();
        json.reset(body, 0, body.length);
        json.object();
        while (json.field()) {
            if (json.name().equals("input")) {
                json.array();
                while (json.item()) {
                    texts.add(json.string());
                }
            } else {
                json.skip();
            }
        }
        return texts;
    }
}
