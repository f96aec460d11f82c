package io.zaaky.spi;

import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/** A language model, or anything else that answers like one. */
public interface ChatModel extends Component {

    /** The model's name as visitors and the ledger see it, for example {@code llama3.2}. */
    String model();

    /**
     * The largest prompt in tokens: the context window minus the room kept for the answer. {@link
     * Integer#MAX_VALUE} if there is no limit. The caller selects history and passages to fit, so
     * no prompt is ever cut silently.
     */
    int promptTokens();

    /**
     * The most tokens that an answer can have. {@link Integer#MAX_VALUE} if there is no limit; a
     * chatbot with a budget cannot use such a model unless it {@link #isFree is free}.
     */
    default int maxTokens() {
        return Integer.MAX_VALUE;
    }

    /** Whether its calls cost nothing. Budgets neither count nor block them. */
    default boolean isFree() {
        return false;
    }

    /**
     * How many tokens {@code text} has for this model. Without a tokenizer this is an estimate,
     * which should err on the high side.
     */
    default int countTokens(String text) {
        return TokenEstimate.of(text);
    }

    /**
     * The address of the server that answers, without any secret; empty if there is none. If the
     * server accepts no connections (see {@link PluginException#unreachable}), every model with
     * this address stops calling it for a while. All other failures count only for the models of
     * one organisation with the same provider, address, name and secrets. A model without an
     * address is tracked on its own.
     */
    default Optional<URI> endpoint() {
        return Optional.empty();
    }

    /**
     * Streams one answer, blocking the calling virtual thread until the answer ends.
     *
     * <p>{@code onText} is called on this thread, in order, once for each non-empty piece of text
     * that the provider sends, and never after this method returns. If it throws, the connection to
     * the provider is closed and this method throws the same exception. If the thread is
     * interrupted, even before the first piece, the connection is closed and the method throws
     * {@link Reason#CANCELLED}.
     *
     * <p>Four timeouts bound the call: for connecting, for the first piece, for the silence between
     * two pieces, and for the whole call. Each throws {@link Reason#TIMED_OUT}. A stream that does
     * not end properly (no finish reason, connection cut) is {@link Reason#UNAVAILABLE}, never a
     * short answer; so is a stream without any text. Redirects are not followed.
     *
     * @return how the answer ended; the method returns only if the provider finished the stream
     * @throws PluginException for every failure of the provider
     */
    Reply stream(Prompt prompt, Consumer<String> onText);
}
