package io.zaaky.llm.langchain4j;

import io.zaaky.spi.FinishReason;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.PromptMessage;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Usage;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** One streamed answer as it grows. */
final class Answer {
    /** More characters than a token has on average, in any language and in code. */
    private static final long PER_TOKEN = 12;

    /** What a short answer may have besides. */
    private static final long BESIDES = 1000;

    /** How long usage may come after the end of the text. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What chat templates put around a message. */
    private static final int PER_MESSAGE = 4;

    private final CallClock clock;
    private final Failures failures;
    private final Consumer<String> onText;
    private final long most; // characters
    private long received;
    private final Halves halves = new Halves();
    private final ReasoningFilter filter;
    private final StringBuilder text = new StringBuilder();
    private boolean reasoned;
    private boolean refused;
    private int promptTokens = -1;
    private int completionTokens = -1;
    private @Nullable FinishReason finish;

    /**
     * @param maxTokens what was asked for; an answer that is surely longer is cut
     */
    Answer(CallClock clock, Failures failures, int maxTokens, Consumer<String> onText) {
        this.clock = clock;
        this.failures = failures;
        this.most = PER_TOKEN * maxTokens + BESIDES;
        this.onText = onText;
        filter = new ReasoningFilter(this::deliver);
    }

    /** Takes what a frame says; returns whether it was the last one of interest. */
    boolean take(Chunk chunk) {
        ProviderError error = chunk.error;
        if (error != null) {
            throw failures.error(error, text.isEmpty());
        }
        if (!chunk.text.isEmpty() || chunk.reasoning) {
            clock.delivering();
            pass(halves.join(chunk.text));
            reasoned = true;
            clock.delivered();
            received += chunk.text.length();
            if (received > most) {
                finish = FinishReason.LENGTH;
                return true;
            }
        }
        refused |= chunk.refusal;
        promptTokens = chunk.promptTokens >= 0 ? chunk.promptTokens : promptTokens;
        completionTokens = chunk.completionTokens >= 0 ? chunk.completionTokens : completionTokens;
        if (chunk.finish != null) {
            finish = chunk.finish;
        }
        if (finish != null) {
            clock.finished(PATIENCE);
        }
        return chunk.last;
    }

    private void pass(String piece) {
        if (!piece.isEmpty()) {
            filter.accept(piece);
        }
    }

    private void deliver(String piece) {
        text.append(piece);
        onText.accept(piece);
    }

    /** Whether the provider has said that the answer ends here. */
    boolean finished() {
        return finish != null;
    }

    /**
     * The end of the stream, wherever it came from.
     *
     * @param prompt what was asked, for an estimate where the provider did not count
     */
    Reply end(Prompt prompt, ToIntFunction<String> countTokens) {
        FinishReason how = finish;
        if (how == null) {
            throw failures.unavailable("it ended its answer without a finish reason", null);
        }
        clock.delivering();
        pass(halves.end());
        filter.end();
        if (text.isEmpty()) {
            throw failures.unavailable(
                    !reasoned
                            ? "it sent no text at all"
                            : "it sent reasoning, but no answer; raise max-tokens, or use a model"
                                    + " that does not think aloud",
                    null);
        }
        return new Reply(refused ? FinishReason.REFUSED : how, usage(prompt, countTokens));
    }

    private Usage usage(Prompt prompt, ToIntFunction<String> countTokens) {
        boolean estimated = promptTokens <= 0 || completionTokens <= 0;
        int read = promptTokens;
        if (read <= 0) {
            read = 0;
            for (PromptMessage message : prompt.messages()) {
                read += countTokens.applyAsInt(message.text()) + PER_MESSAGE;
            }
        }
        int written =
                completionTokens > 0 ? completionTokens : countTokens.applyAsInt(text.toString());
        return new Usage(read, written, estimated);
    }
}
