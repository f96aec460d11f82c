package io.zaaky.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Purpose;
import io.zaaky.testkit.TestSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OnnxEmbeddingModelTest {

    @Test
    void aVectorDoesNotDependOnTheOtherTextsOfTheCall() {
        try (var model = new OnnxEmbeddingModel(settings(Map.of()))) {
            float[] alone = model.embed(List.of("Opening hours"), Purpose.PASSAGE).getFirst();
            float[] among =
                    model.embed(
                                    List.of(
                                            "Prices",
                                            "Opening hours",
                                            "How to find us. ".repeat(50)),
                                    Purpose.PASSAGE)
                            .get(1);
            assertArrayEquals(alone, among);
        }
    }

    @Test
    void theDefaultModelReadsAQuestionUnlikeAPassage() {
        try (var model = new OnnxEmbeddingModel(settings(Map.of()))) {
            List<String> text = List.of("When do you open?");
            assertFalse(
                    Arrays.equals(
                            model.embed(text, Purpose.QUERY).getFirst(),
                            model.embed(text, Purpose.PASSAGE).getFirst()),
                    "bge puts an instruction before a question");
        }
    }

    @Test
    void aModelThatIsNotInTheJarIsReportedWithThoseThatAre() {
        var settings = TestSettings.of(Map.of("model", "bge-large"));
        OnnxSettings.from(settings.settings());
        assertEquals(
                "test.yaml:1: test.model: no model 'bge-large' in this jar; there are"
                        + " bge-small-en-v1.5, all-minilm-l6-v2",
                settings.problems().getFirst().toString());
    }

    @Test
    void withoutSettingsItIsBgeOnAllCores() {
        OnnxSettings settings = settings(Map.of());
        assertEquals(Weights.BGE_SMALL_EN, settings.weights());
        assertTrue(settings.threads() >= 1);
    }

    private static OnnxSettings settings(Map<String, ?> values) {
        return OnnxSettings.from(TestSettings.of(values).settings());
    }
}
