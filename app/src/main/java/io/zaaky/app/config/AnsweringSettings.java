package io.zaaky.app.config;

import io.zaaky.spi.Settings;

/**
 * The {@code answering} node: what each context quality leads to.
 *
 * @param refuseWithoutDocuments whether YAML itself asks to refuse: then a chatbot without any
 *     documents refuses too; otherwise it just talks
 * @param refusal said instead of an answer
 * @param caution said before an answer that the documents hardly support
 */
public record AnsweringSettings(
        Decision whenWeak,
        Decision whenNone,
        boolean refuseWithoutDocuments,
        String refusal,
        String caution) {

    /** What to do. */
    public enum Decision {
        ANSWER,
        CAUTION,
        REFUSE
    }

    static AnsweringSettings from(Settings in) {
        return new AnsweringSettings(
                in.choice("when-weak", Decision.ANSWER),
                in.choice("when-none", Decision.REFUSE),
                in.has("when-none") && in.choice("when-none", Decision.REFUSE) == Decision.REFUSE,
                in.text(
                        "refusal",
                        "I am sorry, I have no information about that in the documents I can use. "
                                + "Please ask me something else, or contact us directly."),
                in.text("caution", "I am not certain that this answers your question:"));
    }
}
