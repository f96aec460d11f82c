package io.zaaky.ingestion;

import io.zaaky.spi.Document;

/**
 * Takes what a source finds. What a method returns from has been delivered and does not come again
 * until it changes again. Several threads may call it at once, each about another document.
 */
public interface DocumentSink {

    /** A turn to work on a document; closing it lets the next one have its turn. */
    interface Turn extends AutoCloseable {
        /** Of a document that waits for no other. */
        Turn FREE = () -> {};

        @Override
        void close();
    }

    /**
     * Waits until a document of this size may be read and delivered: what is made of a large one
     * takes many times its size in memory.
     */
    default Turn turn(long bytes) throws InterruptedException {
        return Turn.FREE;
    }

    /** Whether a document that was delivered is still there. */
    boolean has(String id);

    /**
     * Whether the index has a document already as it would be brought: then it need not be read,
     * and is the source's from now on.
     *
     * @param hash the document's
     * @param bytes how large it is where it comes from
     */
    default boolean keeps(String id, String hash, long bytes) {
        return false;
    }

    /**
     * A document is new, or has other content than before.
     *
     * @param bytes how large it is where it comes from
     * @return whether it was taken; if not, another source has a document under its id, which is
     *     told
     * @throws UnreadableDocumentException if it will never be taken as it is
     */
    boolean changed(Document document, long bytes);

    /** A document is not there any more. */
    void gone(String id);

    /** A file or page can't be taken; told once. A version that was delivered before may stay. */
    void failed(SourceProblem problem);

    /** One more file or page has been dealt with, whatever came of it. */
    void looked();
}
