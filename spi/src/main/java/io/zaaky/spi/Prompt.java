package io.zaaky.spi;

import java.util.List;

/**
 * The input of a chat model. {@link #messages} is complete: it contains the system text, as much
 * history as fits, the passages and the question. The other components are for models that work on
 * the parts themselves.
 *
 * @param messages what to send, in order; a system message first, the visitor's question last
 * @param question the visitor's question; a follow-up question is rewritten to be self-contained
 * @param passages the passages that the answer may use, best first; citations number them from 1 in
 *     this order
 * @param smallTalk whether the message is a greeting, thanks or the like, which needs no documents
 * @param reply the reply to small talk for a model that otherwise only quotes, in the visitor's
 *     language; empty for a question, or if there is no suggestion
 */
public record Prompt(
        List<PromptMessage> messages,
        String question,
        List<Passage> passages,
        boolean smallTalk,
        String reply) {

    /** A prompt without a suggested reply. */
    public Prompt(
            List<PromptMessage> messages,
            String question,
            List<Passage> passages,
            boolean smallTalk) {
        this(messages, question, passages, smallTalk, "");
    }

    public Prompt {
        messages = List.copyOf(messages);
        passages = List.copyOf(passages);
    }

    /** A prompt of one question, without documents. */
    public static Prompt of(String question) {
        return new Prompt(
                List.of(new PromptMessage(Role.USER, question)), question, List.of(), false);
    }
}
