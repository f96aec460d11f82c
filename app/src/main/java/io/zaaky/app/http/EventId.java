package io.zaaky.app.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a frame: {@code MESSAGE_ID:NUMBER}.
 *
 * @param number from 1; 0 stands for the beginning
 */
record EventId(String messageId, int number) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{1,64}):([0-9]{1,9})");

    /** Returns empty if the text is not a valid id. */
    static Optional<EventId> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new EventId(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }
}
