package io.zaaky.ingestion;

import java.util.Optional;

/**
 * The results of reading a chatbot's documents. They prevent this and later processes from retrying
 * unreadable documents and from rereading documents that are in the index. Safe to call from many
 * threads.
 */
public interface Readings {

    /** Remembers nothing. */
    Readings NONE =
            new Readings() {
                @Override
                public Optional<Reading> find(String id) {
                    return Optional.empty();
                }

                @Override
                public void put(String id, Reading reading) {}

                @Override
                public void remove(String id) {}
            };

    /**
     * The last result for a document. The result of a successful reading may be returned only once.
     */
    Optional<Reading> find(String id);

    /**
     * Stores a result in place of the previous one. For an unreadable document it is durable on
     * return.
     */
    void put(String id, Reading reading);

    void remove(String id);
}
