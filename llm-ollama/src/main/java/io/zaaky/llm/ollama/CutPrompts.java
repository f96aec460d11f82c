package io.zaaky.llm.ollama;

import io.zaaky.llm.langchain4j.ChatSettings;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.PromptMessage;
import io.zaaky.spi.Usage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Finds out that Ollama has cut a prompt. From 0.12 on it is told not to ({@code truncate: false})
 * and answers 400 instead; older ones drop messages without a word, and only the number of tokens
 * they have read tells. The visitor has read the answer by then, so it stands, and operators are
 * warned.
 */
class CutPrompts {
    /** No context is so small that a prompt of fewer words than this would be cut. */
    private static final int NEVER_CUT = 250;

    private static final Logger LOG = System.getLogger(CutPrompts.class.getName());

    /** Warns if fewer tokens were read than the prompt must have. */
    void look(ChatSettings settings, Prompt prompt, Usage usage) {
        int least = least(prompt);
        if (!usage.estimated() && least >= NEVER_CUT && usage.promptTokens() < least) {
            warn(
                    "ollama at "
                            + settings.upstream().baseUrl()
                            + ": model '"
                            + settings.model()
                            + "' has read "
                            + usage.promptTokens()
                            + " tokens of a prompt that has at least "
                            + least
                            + ", so the answer does not rest on all of it; raise context-window"
                            + " (now "
                            + settings.contextWindow()
                            + "), or update Ollama to 0.12 or newer, which refuses such a prompt");
        }
    }

    void warn(String message) {
        LOG.log(Level.WARNING, message);
    }

    /** No vocabulary has tokens that reach over white space into a second word. */
    private static int least(Prompt prompt) {
        int words = 0;
        for (PromptMessage message : prompt.messages()) {
            boolean inWord = false;
            for (int i = 0; i < message.text().length(); i++) {
                boolean letter = Character.isLetterOrDigit(message.text().charAt(i));
                words += letter && !inWord ? 1 : 0;
                inWord = letter || (inWord && !Character.isWhitespace(message.text().charAt(i)));
            }
        }
        return words;
    }
}
