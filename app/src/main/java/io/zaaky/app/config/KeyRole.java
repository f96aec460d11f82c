package io.zaaky.app.config;

import java.util.Locale;

/** What an organisation's key may do. Each role includes the ones before it. */
public enum KeyRole {
    /** Reads only. */
    VIEWER,
    /** Documents, searches, replays and conversations. */
    EDITOR,
    /** Everything. */
    OWNER;

    /** The role's name in YAML and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
