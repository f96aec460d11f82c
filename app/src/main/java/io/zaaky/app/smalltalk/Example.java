package io.zaaky.app.smalltalk;

import java.util.Optional;

/**
 * A message that somebody may type.
 *
 * @param language its language's code
 * @param intent what it is about; empty for a question that looks like small talk
 */
record Example(String language, Optional<Intent> intent, String text) {
    boolean isTalk() {
        return intent.isPresent();
    }

    /** For small talk only. */
    Talk talk() {
        return new Talk(intent.orElseThrow(), language);
    }
}
