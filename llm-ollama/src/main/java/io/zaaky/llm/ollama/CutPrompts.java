package io.zaaky.llm.ollama;

import io.zaaky.llm.langchain4j.ChatSettings;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.PromptMessage;
import io.zaaky.spi.Usage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Detects that Ollama has cut a prompt. From version 0.12 on, the request forbids it ({@code
 * truncate: false}), and Ollama answers 400 instead. Older versions drop messages silently; only
 * the number of tokens read reveals it. By then the visitor has read the answer, so the answer
 * stands and operators are warned.
 */
class CutPrompts {
    /** Even the smallest context is large enough for a prompt of fewer words than this. */
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

    /**
     * A lower bound in tokens: no vocabulary has tokens that span white space into a second word.
     */
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
