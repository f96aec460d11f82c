package io.zaaky.app.smalltalk;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a small-talk message is about. If it is about several things, the first of these constants
 * counts: "Hi, are you a robot?" is about being a robot.
 */
public enum Intent {
    PERSON("a wish to talk to a person"),
    ROBOT("a question whether you are a robot or a person"),
    IDENTITY("a question who you are"),
    HELP("a general request for help"),
    COMPLAINT("a complaint about you"),
    WELLBEING("a question how you are"),
    GOODBYE("a goodbye"),
    THANKS("thanks"),
    PRAISE("praise"),
    GREETING("a greeting");

    private final String description;

    Intent(String description) {
        this.description = description;
    }

    /** Its name in files and in JSON, such as {@code greeting}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A description for people, to put into a sentence. */
    public String description() {
        return description;
    }

    /** Whether it often comes before or after a question that is about something else. */
    boolean isSocial() {
        return switch (this) {
            case WELLBEING, GOODBYE, THANKS, GREETING -> true;
            case PERSON, ROBOT, IDENTITY, HELP, COMPLAINT, PRAISE -> false;
        };
    }

    /**
     * Whether one more word turns it into a question: "can you help me?" and "can you help me with
     * a fine?".
     */
    boolean takesAnObject() {
        return switch (this) {
            case PERSON, ROBOT, IDENTITY, HELP -> true;
            case COMPLAINT, WELLBEING, GOODBYE, THANKS, PRAISE, GREETING -> false;
        };
    }

    static Optional<Intent> named(String section) {
        return Arrays.stream(values()).filter(one -> one.id().equals(section)).findFirst();
    }
}
