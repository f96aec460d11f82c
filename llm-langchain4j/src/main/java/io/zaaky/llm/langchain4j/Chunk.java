package io.zaaky.llm.langchain4j;

import io.zaaky.spi.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * The content of one frame of a streamed answer. Filled by a {@link ChunkParser}; one object is
 * reused for a whole answer, so that a token costs no more than its text.
 */
public final class Chunk {
    String text = "";
    boolean reasoning;
    boolean refusal;
    boolean last;
    int promptTokens = -1;
    int completionTokens = -1;
    @Nullable FinishReason finish;
    @Nullable ProviderError error;

    void clear() {
        text = "";
        reasoning = false;
        refusal = false;
        last = false;
        promptTokens = -1;
        completionTokens = -1;
        finish = null;
        error = null;
    }

    /**
     * Adds a piece of the answer; several pieces in one frame are joined. Half a surrogate pair at
     * the end is joined with the other half at the beginning of the next piece, in this frame or
     * the next.
     */
    public void text(String piece) {
        text = text.isEmpty() ? piece : text + piece;
    }

    /** The model is thinking: it is alive, but this is not part of the answer. */
    public void reasoning() {
        reasoning = true;
    }

    /** A piece of the text with which the model declines to answer. */
    public void refusal(String piece) {
        refusal = true;
        text(piece);
    }

    /** The model has finished. More frames may follow. */
    public void finish(FinishReason reason) {
        finish = reason;
    }

    /** Nothing relevant follows. */
    public void last() {
        last = true;
    }

    /**
     * Sets the token counts; -1 for a count that is missing or invalid. Later counts replace these.
     */
    public void usage(int prompt, int completion) {
        promptTokens = prompt;
        completionTokens = completion;
    }

    public void error(ProviderError what) {
        if (what.isError()) {
            error = what;
        }
    }
}
