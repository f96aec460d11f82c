package io.zaaky.ingestion.web;

import java.io.IOException;

/**
 * A page can't be had. The message is a sentence for whoever looks at the documents' states, and
 * tells nothing about names and addresses inside the operator's network.
 */
final class FetchException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Whatever a host's name leads to: which of the cases it is, only the log tells. */
    static final String NO_HOST =
            "Its host has no address that may be fetched from: a public one at port 80 or 443, or"
                    + " one in knowledge.allow.";

    private final boolean down;
    private final String detail;
    private final boolean noHost;

    /**
     * @param down whether the server, rather than the page, is the trouble
     */
    FetchException(String message, boolean down) {
        this(message, "", down, false);
    }

    /**
     * @param detail for the log alone; empty if there is no more to say
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
     * The name is not known, or leads to where nothing is fetched from. All these are alike but for
     * the detail.
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

    /** Whether it is one of {@link #noHost}. */
    boolean isNoHost() {
        return noHost;
    }
}
