package io.zaaky.document.parser;

/** A document is not read. The message is a sentence for the person who added it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String sentence) {
        super(sentence, null, false, false);
    }

    static Refusal password() {
        return new Refusal("It is protected by a password.");
    }

    static Refusal damaged(String format) {
        return new Refusal("It looks like " + format + ", but is damaged.");
    }

    static Refusal tooMuchText(long limit) {
        return new Refusal("It has more text than is taken: at most " + limit + " characters.");
    }

    static Refusal tooLargeUnpacked() {
        return new Refusal("It is too large when it is unpacked.");
    }

    static Refusal tooManyElements(int limit) {
        return new Refusal(
                "It has more paragraphs, cells and other elements than are taken: at most "
                        + limit
                        + ".");
    }

    static Refusal tooManyPassages(int limit) {
        return new Refusal("It has more passages than are taken: at most " + limit + ".");
    }

    static Refusal tooDeep() {
        return new Refusal("Its parts are nested too deeply to be read.");
    }

    static Refusal oddMarks() {
        return new Refusal("It is put together in a way that can't be read.");
    }

    static Refusal noText() {
        return new Refusal("It has no text.");
    }
}
