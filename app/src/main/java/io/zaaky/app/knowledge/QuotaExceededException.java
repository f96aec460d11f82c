package io.zaaky.app.knowledge;

import io.zaaky.app.sqlite.RefusedException;

/** An organisation may store no more. The message is a sentence for the sender of the document. */
public final class QuotaExceededException extends RefusedException {
    private static final long serialVersionUID = 1;

    QuotaExceededException(String message) {
        super(message);
    }
}
