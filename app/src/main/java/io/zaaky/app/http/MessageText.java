package io.zaaky.app.http;

/** Checks the text that a visitor writes. */
final class MessageText {
    private MessageText() {}

    /**
     * Refuses a message that is empty, too long, or not text.
     *
     * @param most in code points
     */
    static void check(String message, int most) {
        if (message.codePoints().allMatch(MessageText::isBlank)) {
            throw Refusal.field("message", "The message is empty.");
        }
        if (message.codePointCount(0, message.length()) > most) {
            throw new Refusal(
                    ApiError.MESSAGE_TOO_LONG,
                    "The message must not be longer than " + most + " characters.");
        }
        if (message.indexOf('\0') >= 0) {
            throw Refusal.field("message", "The message must not hold the character U+0000.");
        }
        if (message.codePoints()
                .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw Refusal.field("message", "The message holds half of a surrogate pair.");
        }
    }

    /** Whether the text holds only characters that a store can keep. */
    static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(
                        c ->
                                c == 0
                                        || (c >= Character.MIN_SURROGATE
                                                && c <= Character.MAX_SURROGATE));
    }

    /** White space, including no-break spaces, and characters without a visible shape. */
    private static boolean isBlank(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || (Character.isISOControl(c) && c != 0)
                || Character.getType(c) == Character.FORMAT;
    }
}
