package io.zaaky.app.admin;

import io.zaaky.app.config.KeyRole;

/** What a call needs its key for. */
public enum Right {
    /** To read what is the organisation's. */
    READ(KeyRole.VIEWER),
    /** To change its documents and conversations, and to search. */
    EDIT(KeyRole.EDITOR),
    /** To decide about its chatbots and see who did what. */
    OWN(KeyRole.OWNER),
    /**
     * To run the whole server. No key of an organisation has it, and no other right goes with it.
     */
    PLATFORM(KeyRole.OWNER);

    private final KeyRole least;

    Right(KeyRole least) {
        this.least = least;
    }

    /** Whether a key of that role has it, within its organisation. */
    boolean isOf(KeyRole role) {
        return this != PLATFORM && role.compareTo(least) >= 0;
    }
}
