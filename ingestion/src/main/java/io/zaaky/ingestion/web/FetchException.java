package io.zaaky.ingestion.web;

import java.io.IOException;

/**
 * A page cannot be fetched. The message is a sentence for people who look at the state of
 * documents; it reveals nothing about names and addresses inside the operator's network.
 */
final class FetchException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The same message for every kind of unusable host; only the log says which case it is. */
    static final String NO_HOST =
            "Its host has no address that may be fetched from: a public one at port 80 or 443, or"
                    + " one in knowledge.allow.";

    private final boolean down;
    private final String detail;
    private final boolean noHost;

    /**
     * @param down whether the problem is the server rather than the page
     */
    FetchException(String message, boolean down) {
        this(message, "", down, false);
    }

    /**
     * @param detail additional information only for the log; may be empty
     */
    FetchException(String message, String detail, boolean down) {
        this(message, detail, down, false);
    }

    private FetchException(String message, String detail, boolean down, boolean noHost) {
        super(message);
        this.down = down;
        this.detail = detail;
        this.noHost = noHost;
    }

    /**
     * The host name is unknown, or leads to an address that must not be fetched from. These cases
     * differ only in the detail.
     */
    static FetchException noHost(String detail) {
        return new FetchException(NO_HOST, detail, true, true);
    }

    boolean down() {
        return down;
    }

    String detail() {
        return detail;
    }

    /** Whether it was created by {@link #noHost}. */
    boolean isNoHost() {
        return noHost;
    }
}
