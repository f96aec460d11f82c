package io.zaaky.spi;

import java.util.List;

/**
 * What a chat model is asked. {@link #messages} is complete: it holds the system text, the history
 * that fits, the passages and the question. The other components are for models that work on the
 * parts themselves.
 *
 * @param messages what to send, in order; a system message first, the visitor's question last
 * @param question the visitor's question; a follow-up is made self-contained
 * @param passages what the answer may rest on, best first; numbered from 1 in this order wherever
 *     they are cited
 * @param smallTalk whether the question is a greeting, thanks or the like, which needs no documents
 * @param reply what a model that only quotes says to small talk, in the visitor's language; empty
 *     for a question, or if nothing is suggested
 */
public record Prompt(
        List<PromptMessage> messages,
        String question,
        List<Passage> passages,
        boolean smallTalk,
        String reply) {

    /** A prompt that suggests no reply. */
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
