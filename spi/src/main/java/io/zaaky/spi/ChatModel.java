package io.zaaky.spi;

import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/** A language model, or whatever answers like one. */
public interface ChatModel extends Component {

    /** The model's name as visitors and the ledger see it, for example {@code llama3.2}. */
    String model();

    /**
     * How many tokens a prompt may have: the context window less the room kept for the answer.
     * {@link Integer#MAX_VALUE} if there is no limit. The caller fits history and passages to it,
     * so nothing is ever cut silently.
     */
    int promptTokens();

    /**
     * The most tokens that an answer can have. {@link Integer#MAX_VALUE} if there is no limit; such
     * a model can't be used by a chatbot with a budget, unless it {@link #isFree}.
     */
    default int maxTokens() {
        return Integer.MAX_VALUE;
    }

    /** Whether its calls cost nothing. Budgets do not count them, nor stand in their way. */
    default boolean isFree() {
        return false;
    }

    /**
     * How many tokens {@code text} has for this model. Without a tokenizer this is an estimate that
     * should rather be too high than too low.
     */
    default int countTokens(String text) {
        return TokenEstimate.of(text);
    }

    /**
     * The address of the server that answers, without any secret; empty if there is none. A server
     * that takes no connections (see {@link PluginException#unreachable}) is not asked for a while
     * by anybody who uses it. What it answers counts only for the models of one organisation with
     * the same provider, address, name and secrets. A model without an address is watched by
     * itself.
     */
    default Optional<URI> endpoint() {
        return Optional.empty();
    }

    /**
     * Streams one answer, blocking the calling virtual thread until its end.
     *
     * <p>{@code onText} runs on this thread, in order, never after return, once for each non-empty
     * piece of text that the provider sends. If it throws, the connection to the provider is closed
     * and that very exception leaves this method. If the thread is interrupted, before the first
     * piece too, the connection is closed and {@link Reason#CANCELLED} is thrown.
     *
     * <p>Four clocks bound the call: connecting, the time to the first piece, the silence between
     * two pieces, and the whole; each throws {@link Reason#TIMED_OUT}. A stream without its proper
     * end (no finish reason, connection cut) is {@link Reason#UNAVAILABLE}, never a short answer;
     * so is one without any text. Redirects are not followed.
     *
     * @return how it ended; only for a stream that the provider finished
     * @throws PluginException for every failure of the provider
     */
    Reply stream(Prompt prompt, Consumer<String> onText);
}
