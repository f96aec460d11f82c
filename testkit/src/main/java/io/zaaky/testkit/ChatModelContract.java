package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.Problem;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of every chat model. Models behind a server also fulfil {@link
 * RemoteChatModelContract}.
 */
public abstract class ChatModelContract {
    @TempDir Path data;

    /** The provider under test. */
    protected abstract ChatModelProvider provider();

    /** Complete settings of a model that answers. */
    protected abstract Map<String, ?> settings();

    /** A question that the model answers with some text. */
    protected Prompt prompt() {
        return Prompt.of("What is the capital of France?");
    }

    /** A model with these settings, which must be valid. */
    protected final ChatModel model(Map<String, ?> settings) {
        TestSettings read = TestSettings.of(settings);
        ChatModel model = provider().create(read.settings(), TestContext.in(data));
        assertEquals(List.of(), read.problems(), "these settings are good");
        return model;
    }

    /** The problems that these settings cause. */
    protected final List<Problem> problems(Map<String, ?> settings) {
        TestSettings read = TestSettings.of(settings);
        provider().create(read.settings(), TestContext.in(data)).close();
        return read.problems();
    }

    /** {@code settings} with one setting added or replaced. */
    protected static Map<String, ?> with(Map<String, ?> settings, String key, Object value) {
        Map<String, Object> more = new HashMap<>(settings);
        more.put(key, value);
        return more;
    }

    @Test
    public final void theServerFindsTheProvider() {
        Installed.assertFound(ChatModelProvider.class, provider());
        Installed.assertFit(provider());
    }

    @Test
    public final void aKeyThatNobodyKnowsIsReported() {
        List<Problem> problems = problems(with(settings(), "no-such-key", "1"));
        assertEquals(1, problems.size(), problems.toString());
        assertEquals("test.no-such-key", problems.getFirst().path());
    }

    @Test
    public final void itSaysItsNameAndItsRoom() {
        try (ChatModel model = model(settings())) {
            assertFalse(model.model().isBlank(), "a model has a name");
            assertTrue(model.promptTokens() > 0, "room for " + model.promptTokens() + " tokens");
        }
    }

    @Test
    public final void textComesInPiecesOnTheThreadThatAsks() {
        try (ChatModel model = model(settings())) {
            Asking asking = Asking.start(model, prompt());
            asking.reply();
            assertFalse(asking.sawAnotherThread(), "text came on another thread");
            assertFalse(asking.pieces().isEmpty(), "no text came");
            assertFalse(asking.pieces().contains(""), "an empty piece came: " + asking.pieces());
        }
    }

    @Test
    public final void tokensAreCounted() {
        try (ChatModel model = model(settings())) {
            var usage = Asking.start(model, prompt()).reply().usage();
            assertTrue(
                    usage.promptTokens() >= 0 && usage.completionTokens() >= 0, usage.toString());
            assertTrue(model.countTokens("Two words") >= 2, "countTokens counts too few");
        }
    }

    @Test
    public final void anExceptionOfTheCallerLeavesAsItIs() {
        var full = new IllegalStateException("the visitor's pipe is full");
        try (ChatModel model = model(settings())) {
            Asking asking =
                    Asking.start(
                            model,
                            prompt(),
                            piece -> {
                                throw full;
                            });
            assertSame(full, asking.thrown());
            assertEquals(1, asking.pieces().size(), "text came after the exception");
        }
    }

    @Test
    public final void anInterruptEndsTheAnswer() {
        try (ChatModel model = model(settings())) {
            Asking asking =
                    Asking.start(model, prompt(), piece -> Thread.currentThread().interrupt());
            asking.failure(Reason.CANCELLED);
            assertEquals(1, asking.pieces().size(), "text came after the interrupt");
        }
    }
}
