package io.zaaky.app.smalltalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.Purpose;
import io.zaaky.testkit.FakeEmbedding;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeaningsTest {
    private static final int EXAMPLES = 20;

    private final EmbeddingModel model = new FakeEmbedding();

    @Test
    void anExampleIsNearestToItself() {
        List<Example> examples = examples();
        Meanings meanings = Meanings.by(model, examples);
        for (int i = 0; i < examples.size(); i++) {
            float[] near = meanings.to(vector(examples.get(i).text()), examples);
            assertEquals(1, near[i], 0.01, examples.get(i).text());
            for (int other = 0; other < near.length; other++) {
                assertTrue(near[other] <= near[i], examples.get(i) + ": " + examples.get(other));
            }
        }
    }

    @Test
    void aMessageThatSharesNothingWithTheExamplesIsFarFromAll() {
        float[] near = Meanings.by(model, examples()).to(vector("unheard-of"), examples());
        for (float one : near) {
            assertTrue(one < 0.3, near.length + " examples, one as near as " + one);
        }
    }

    @Test
    void whereAllTextsOfALanguageAreAlikeForTheModelThatIsTakenOff() {
        List<Example> examples = examples();
        Meanings meanings = Meanings.by(model, examples);
        float[] question = meanings.to(vector("de gleich frage 99"), examples);
        for (int i = 0; i < examples.size(); i++) {
            if (examples.get(i).language().equals("de") && examples.get(i).isTalk()) {
                assertTrue(question[i] < 0.2, examples.get(i) + ": " + question[i]);
            }
        }
        double cosine = cosine(vector("de gleich frage 99"), vector("de gleich gruss 3"));
        assertTrue(cosine > 0.4, "the model itself finds them alike: " + cosine);
    }

    /** In all languages; in German every text shares most of its words with every other. */
    private static List<Example> examples() {
        return Language.CODES.stream()
                .flatMap(
                        code ->
                                Stream.concat(
                                        texts(code, "gruss")
                                                .map(
                                                        text ->
                                                                new Example(
                                                                        code,
                                                                        Optional.of(
                                                                                Intent.GREETING),
                                                                        text)),
                                        texts(code, "frage")
                                                .map(
                                                        text ->
                                                                new Example(
                                                                        code,
                                                                        Optional.empty(),
                                                                        text))))
                .toList();
    }

    private static Stream<String> texts(String code, String kind) {
        return IntStream.range(0, EXAMPLES)
                .mapToObj(
                        i ->
                                code.equals("de")
                                        ? "de gleich " + kind + " " + i
                                        : code + kind + i + " " + kind + code + i);
    }

    private float[] vector(String text) {
        return model.embed(List.of(text), Purpose.QUERY).getFirst();
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
        }
        return product;
    }
}
