package io.zaaky.app.admin;

import io.zaaky.app.config.KeyRole;

/** The right that a call needs its key to have. */
public enum Right {
    /** To read the organisation's data. */
    READ(KeyRole.VIEWER),
    /** To change its documents and conversations, and to search. */
    EDIT(KeyRole.EDITOR),
    /** To manage its chatbots and see who did what. */
    OWN(KeyRole.OWNER),
    /**
     * To run the whole server. No key of an organisation has this right, and a key with it has no
     * other right.
     */
    PLATFORM(KeyRole.OWNER);

    private final KeyRole least;

    Right(KeyRole least) {
        this.least = least;
    }

    /** Whether a key with that role has this right, within its organisation. */
    boolean isOf(KeyRole role) {
        return this != PLATFORM && role.compareTo(least) >= 0;
    }
}
