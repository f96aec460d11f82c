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

/** A streamed answer while it arrives. */
final class Answer {
    /** More characters than a token has on average, in any language and in code. */
    private static final long PER_TOKEN = 12;

    /** An allowance for short answers, in characters. */
    private static final long BESIDES = 1000;

    /** How long to wait for the usage after the end of the text. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The tokens that chat templates add to a message. */
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
     * @param maxTokens the requested limit; an answer that is certainly longer is cut
     */
    Answer(CallClock clock, Failures failures, int maxTokens, Consumer<String> onText) {
        this.clock = clock;
        this.failures = failures;
        this.most = PER_TOKEN * maxTokens + BESIDES;
        this.onText = onText;
        filter = new ReasoningFilter(this::deliver);
    }

    /** Processes a frame. Returns whether it was the last relevant one. */
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

    /** Whether the provider has signalled the end of the answer. */
    boolean finished() {
        return finish != null;
    }

    /**
     * Ends the answer, whatever ended the stream.
     *
     * @param prompt the prompt, for an estimate if the provider did not report usage
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
