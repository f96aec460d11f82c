package io.zaaky.ingestion.web;

import java.io.IOException;

/** A page can't be had. The message is a sentence for operators. */
final class FetchException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean down;

    /**
     * @param down whether the server, rather than the page, is the trouble
     */
    FetchException(String message, boolean down) {
        super(message);
        this.down = down;
    }

    boolean down() {
        return down;
    }
}
