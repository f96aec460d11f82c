package io.zaaky.llm.langchain4j;

import io.zaaky.spi.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * What one frame of a streamed answer says. Filled by a {@link ChunkParser}; one object serves for
 * a whole answer, so that a token costs no more than its text.
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
     * A piece of the answer; several in one frame are joined. Half a surrogate pair at its end is
     * joined with the half at the beginning of the next piece, in this frame or the next.
     */
    public void text(String piece) {
        text = text.isEmpty() ? piece : text + piece;
    }

    /** The model is thinking: it is alive, but this is no answer. */
    public void reasoning() {
        reasoning = true;
    }

    /** A piece of text by which the model declines to answer. */
    public void refusal(String piece) {
        refusal = true;
        text(piece);
    }

    /** The model has ended. More frames may follow. */
    public void finish(FinishReason reason) {
        finish = reason;
    }

    /** Nothing of interest follows. */
    public void last() {
        last = true;
    }

    /** Token counts; -1 for one that is missing or makes no sense. Later ones replace these. */
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
