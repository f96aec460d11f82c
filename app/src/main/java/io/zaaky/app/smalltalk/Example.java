package io.zaaky.app.smalltalk;

import java.util.List;
import java.util.Optional;

/**
 * A message that somebody may type.
 *
 * @param language its language's code
 * @param intent what it is about; empty for a question that looks like small talk
 * @param words the text's words, folded
 */
record Example(String language, Optional<Intent> intent, String text, List<String> words) {

    Example(String language, Optional<Intent> intent, String text) {
        this(language, intent, text, Token.folded(Token.of(text)));
    }

    boolean isTalk() {
        return intent.isPresent();
    }

    /** Only for small talk. */
    Talk talk() {
        return new Talk(intent.orElseThrow(), language);
    }
}
