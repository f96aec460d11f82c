package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The contract of models with a real server, and helpers for tests of them. The server has {@code
 * smollm2}, which is small and knows the capital of France.
 */
public abstract class RealServerContract {
    private static final String MODEL = "smollm2";
    private static final int DIMENSIONS = 576;

    /** The server's {@code base-url}. */
    protected abstract URI server();

    protected abstract ChatModelProvider chat();

    protected abstract EmbeddingModelProvider embedding();

    @Test
    public final void anAnswerEndsAtItsLimit() {
        try (ChatModel model = model(Map.of("max-tokens", "3"))) {
            Reply reply = Asking.start(model, Prompt.of("Tell me about France.")).reply();
            assertEquals(FinishReason.LENGTH, reply.finish());
            assertEquals(3, reply.usage().completionTokens());
        }
    }

    @Test
    public final void anAnswerCanBeCancelledInTheMiddle() {
        try (ChatModel model = model(Map.of("max-tokens", "2000"))) {
            Asking asking = Asking.start(model, Prompt.of("Tell me a very long story."));
            asking.piece();
            asking.interrupt();
            asking.failure(Reason.CANCELLED);
        }
    }

    /** A model that always answers the same and may take minutes, with some settings replaced. */
    protected final ChatModel model(Map<String, ?> more) {
        Map<String, Object> all =
                new HashMap<>(
                        Map.of(
                                "base-url", server(),
                                "model", MODEL,
                                "temperature", "0",
                                "first-token-timeout", "5m",
                                "idle-timeout", "2m"));
        all.putAll(more);
        TestSettings settings = TestSettings.of(all);
        ChatModel model = chat().create(settings.settings(), TestContext.in(Path.of("")));
        assertEquals(List.of(), settings.problems());
        return model;
    }

    /**
     * Asks for the capital of France. The answer must come in pieces, and its tokens must be
     * counted.
     */
    protected static Reply answered(ChatModel model) {
        Asking asking = Asking.start(model, Prompt.of("What is the capital of France?"));
        Reply reply = asking.reply();
        assertTrue(asking.text().contains("Paris"), asking.text());
        assertEquals(FinishReason.STOP, reply.finish());
        assertFalse(reply.usage().estimated(), reply.toString());
        assertTrue(asking.pieces().size() > 3, asking.pieces().toString());
        return reply;
    }

    /** Asks a question of {@code words} words, which must be refused with {@code saying}. */
    protected static void refuses(ChatModel model, int words, String saying) {
        assertSays(
                saying,
                Asking.start(model, Prompt.of("word ".repeat(words))).failure(Reason.REJECTED));
    }

    protected static void assertSays(String expected, PluginException failure) {
        String said = String.valueOf(failure.getMessage());
        assertTrue(said.contains(expected), said);
    }

    /** Each text must get a vector, and the last text the same vector as when embedded alone. */
    protected final void assertVectors(List<String> texts) {
        TestSettings settings = TestSettings.of(Map.of("base-url", server(), "model", MODEL));
        try (EmbeddingModel model =
                embedding().create(settings.settings(), TestContext.in(Path.of("")))) {
            model.check();
            assertEquals(DIMENSIONS, model.dimensions());
            List<float[]> vectors = model.embed(texts, Purpose.PASSAGE);
            assertEquals(texts.size(), vectors.size());
            float[] alone = model.embed(List.of(texts.getLast()), Purpose.PASSAGE).getFirst();
            assertEquals(1, EmbeddingModelContract.cosine(alone, vectors.getLast()), 0.01);
        }
    }
}
