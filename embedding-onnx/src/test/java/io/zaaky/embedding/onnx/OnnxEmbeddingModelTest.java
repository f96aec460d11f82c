package io.zaaky.embedding.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Purpose;
import io.zaaky.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

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

    @Test
    @EnabledOnOs(OS.LINUX)
    void documentsAreEmbeddedByThreadsThatGiveWayAndQuestionsAreNot() throws Exception {
        try (var model = new OnnxEmbeddingModel(settings(Map.of("threads", "1")))) {
            model.embed(List.of("When do you open?"), Purpose.QUERY);
            assertEquals(1, niceness().size(), "niceness of the thread: " + niceness());
            model.embed(List.of("Opening hours"), Purpose.PASSAGE);
            assertEquals(2, niceness().size(), "niceness of the two threads: " + niceness());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLongQuestionGivesWayToShortOnesAndHasTheVectorThatItWouldHaveAsADocument()
            throws Exception {
        String question = "When does the ferry leave? ".repeat(40);
        try (var model = new OnnxEmbeddingModel(settings(Map.of("threads", "1")))) {
            model.embed(List.of("When do you open?"), Purpose.QUERY);
            float[] vector = model.embed(List.of(question), Purpose.QUERY).getFirst();
            assertEquals(2, niceness().size(), "niceness of the two threads: " + niceness());
            String prefix = settings(Map.of()).weights().questionPrefix;
            float[] same = model.embed(List.of(prefix + question), Purpose.PASSAGE).getFirst();
            assertArrayEquals(same, vector);
        }
    }

    /** Of the threads of models. */
    private static Set<Integer> niceness() throws IOException {
        Set<Integer> nice = new TreeSet<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                // the kernel keeps the first fifteen characters of a thread's name: onnx-bge-small-
                if (stat.contains("(onnx-bge")) {
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                    nice.add(Integer.parseInt(fields[16])); // field 19 of proc(5)
                }
            }
        }
        return nice;
    }

    private static OnnxSettings settings(Map<String, ?> values) {
        return OnnxSettings.from(TestSettings.of(values).settings());
    }
}
