package io.zaaky.llm.openai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import io.zaaky.testkit.RemoteEmbeddingModelContract;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import io.zaaky.testkit.TestContext;
import io.zaaky.testkit.TestSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiEmbeddingModelTest extends RemoteEmbeddingModelContract {
    @Override
    protected EmbeddingModelProvider provider() {
        return new OpenAiEmbeddingModelProvider();
    }

    @Override
    protected StubScript script() {
        return StubUpstream.openAi();
    }

    @Override
    protected Map<String, ?> settings(URI server) {
        return Map.of("base-url", server + "/v1");
    }

    @ParameterizedTest
    @Tag("ING-15")
    @Tag("ING-17")
    @ValueSource(
            strings = {
                "{\"index\":1,\"embedding\":[0,1]},{\"index\":1,\"embedding\":[1,0]}",
                "{\"index\":1,\"embedding\":[0,1]},{\"index\":2,\"embedding\":[1,0]}",
                "{\"index\":-1,\"embedding\":[0,1]},{\"index\":0,\"embedding\":[1,0]}",
                "{\"index\":99999999999999999999,\"embedding\":[0,1]},{\"index\":0,\"embedding\":[1,0]}",
                "{\"index\":1,\"embedding\":[0,1]},{\"embedding\":[1,0]}",
                "{\"index\":0,\"embedding\":[0,1]},{\"index\":0,\"embedding\":[1,0]}",
                "{\"index\":0,\"embedding\":[0,1]}",
                "{\"embedding\":[0,1]},{\"embedding\":[1,0]},{\"embedding\":[1,0]}",
                "{\"embedding\":[0,0]},{\"embedding\":[1,0]}",
                "{\"embedding\":[0,1,0]},{\"embedding\":[1,0]}",
                "{\"embedding\":[NaN,1]},{\"embedding\":[1,0]}",
                "{\"embedding\":[1e300,1]},{\"embedding\":[1,0]}",
                "{\"embedding\":null},{\"embedding\":[1,0]}"
            })
    void vectorsThatCannotBeRightAreAFailure(String data, @TempDir Path folder) {
        StubScript script = StubUpstream.openAi().json(call -> "{\"data\":[" + data + "]}");
        assertEquals(Reason.UNAVAILABLE, failure(script, folder));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    @Tag("SEC-05")
    void aRedirectTakesTheKeyNowhere(int status, @TempDir Path folder) {
        try (var elsewhere = StubUpstream.start(StubUpstream.openAi().embeddings())) {
            StubScript script =
                    StubUpstream.openAi()
                            .status(status)
                            .header("Location", elsewhere.uri("/v1/embeddings").toString());
            assertEquals(Reason.UNAVAILABLE, failure(script, folder));
            assertEquals(0, elsewhere.calls(), "it was followed");
        }
    }

    @Test
    @Tag("ING-17")
    void vectorsInAnotherOrderArePutRightByTheirIndex(@TempDir Path folder) {
        StubScript script =
                StubUpstream.openAi()
                        .json(
                                call ->
                                        """
                                        {"data": [{"index": 1, "embedding": [0, 1]},
                                         {"index": 2, "embedding": [1, 1]},
                                         {"index": 0, "embedding": [1, 0]}]}
                                        """);
        try (var upstream = StubUpstream.start(script)) {
            var settings =
                    TestSettings.of(Map.of("base-url", upstream.uri() + "/v1", "dimensions", 2));
            try (var model =
                    new OpenAiEmbeddingModelProvider()
                            .create(settings.settings(), TestContext.in(folder))) {
                List<float[]> vectors =
                        model.embed(List.of("right", "up", "both"), Purpose.PASSAGE);
                assertArrayEquals(new float[] {1, 0}, vectors.get(0));
                assertArrayEquals(new float[] {0, 1}, vectors.get(1));
                float half = (float) Math.sqrt(0.5);
                assertArrayEquals(new float[] {half, half}, vectors.get(2), 1e-6f);
            }
        }
    }

    @Test
    @Tag("ING-17")
    void aServerThatAsksForFewerCallsIsSaidSo(@TempDir Path folder) {
        assertEquals(Reason.RATE_LIMITED, failure(StubUpstream.openAi().status(429), folder));
    }

    private static Reason failure(StubScript script, Path folder) {
        try (var upstream = StubUpstream.start(script)) {
            var settings =
                    TestSettings.of(Map.of("base-url", upstream.uri() + "/v1", "dimensions", 2));
            try (var model =
                    new OpenAiEmbeddingModelProvider()
                            .create(settings.settings(), TestContext.in(folder))) {
                return assertThrows(
                                PluginException.class,
                                () -> model.embed(List.of("one", "two"), Purpose.PASSAGE))
                        .reason();
            }
        }
    }
}
