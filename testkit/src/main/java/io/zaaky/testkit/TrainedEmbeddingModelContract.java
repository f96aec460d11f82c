package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Purpose;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The additional contract of a model that knows (English) language. */
public abstract class TrainedEmbeddingModelContract extends EmbeddingModelContract {
    private static final String QUESTION = "How can I pay my invoice?";
    private static final List<String> ANSWERS =
            List.of(
                    "Bills are settled by bank transfer or by card.",
                    "We accept payment by credit card within thirty days.");
    private static final List<String> UNRELATED =
            List.of(
                    "The giraffe lives in the savannah of Africa.",
                    "Volcanoes erupt when magma reaches the surface.");

    @Test
    public final void aParaphraseIsCloserThanAnotherSubject() {
        float[] question = one(QUESTION, Purpose.QUERY);
        for (String answer : ANSWERS) {
            double close = cosine(question, one(answer, Purpose.PASSAGE));
            for (String text : UNRELATED) {
                double far = cosine(question, one(text, Purpose.PASSAGE));
                assertTrue(close > far, "'" + answer + "' " + close + ", '" + text + "' " + far);
            }
        }
    }

    @Test
    public final void theUnrelatedCosineTellsAnswersFromOtherSubjects() {
        float[] question = one(QUESTION, Purpose.QUERY);
        double limit = model().unrelatedCosine();
        String answer = "You can pay your invoice by bank transfer or by card.";
        double close = cosine(question, one(answer, Purpose.PASSAGE));
        double far = cosine(question, one(UNRELATED.getFirst(), Purpose.PASSAGE));
        assertTrue(close >= limit, "an answer has " + close + ", below the limit " + limit);
        assertTrue(far < limit, "another subject has " + far + ", above the limit " + limit);
    }

    @Test
    public final void whatIsBehindTheModelsLimitDoesNotCount() {
        String beginning = "The ferry to the island leaves at seven in the morning. ".repeat(2000);
        double cosine =
                cosine(
                        one(beginning + "Giraffes eat leaves.", Purpose.PASSAGE),
                        one(beginning + "Invoices are due in thirty days.", Purpose.PASSAGE));
        assertTrue(cosine > 0.999, "the ends of two very long texts move them to " + cosine);
    }
}
