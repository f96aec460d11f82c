package io.zaaky.ingestion;

import io.zaaky.spi.Document;

/**
 * Receives the documents that a source finds. When a method returns, its document counts as
 * delivered and is not delivered again until it changes. Several threads may call it at once, each
 * for a different document.
 */
public interface DocumentSink {

    /** A turn to work on a document; closing it passes the turn on. */
    interface Turn extends AutoCloseable {
        /** The turn of a document that waits for no other. */
        Turn FREE = () -> {};

        @Override
        void close();
    }

    /**
     * Waits until a document of this size may be read and delivered. Processing a large document
     * takes many times its size in memory.
     */
    default Turn turn(long bytes) throws InterruptedException {
        return Turn.FREE;
    }

    /** Whether a delivered document is still in the index. */
    boolean has(String id);

    /**
     * Whether the index already has the document in this version. If so, it need not be read, and
     * it belongs to the source from now on.
     *
     * @param hash the document's hash
     * @param bytes the size of the original
     */
    default boolean keeps(String id, String hash, long bytes) {
        return false;
    }

    /**
     * A document is new or has changed.
     *
     * @param bytes the size of the original
     * @return whether the document was accepted; if not, another source has a document with its id,
     *     which is reported
     * @throws UnreadableDocumentException if the document will never be accepted in its present
     *     form
     */
    boolean changed(Document document, long bytes);

    /** A document no longer exists. */
    void gone(String id);

    /**
     * A file or page cannot be read; reported once. A version that was delivered earlier may stay.
     */
    void failed(SourceProblem problem);

    /** One more file or page has been processed, with whatever result. */
    void looked();
}
