package io.zaaky.app.config;

import java.util.Locale;

/** What a key of an organisation may do. Each role may do what the ones before it may. */
public enum KeyRole {
    /** Reads only. */
    VIEWER,
    /** Documents, searches, replays and conversations. */
    EDITOR,
    /** Everything. */
    OWNER;

    /** As YAML and JSON have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
