package io.zaaky.app.knowledge;

/** An organisation may keep no more. The message is a sentence for whoever brought the document. */
public final class QuotaExceededException extends RuntimeException {
    private static final long serialVersionUID = 1;

    QuotaExceededException(String message) {
        super(message, null, false, false);
    }
}
