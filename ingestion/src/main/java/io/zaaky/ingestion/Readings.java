package io.zaaky.ingestion;

import java.util.Optional;

/**
 * What came of reading a chatbot's documents, so that what can't be read is not tried again, and
 * what is in the index not read again, by a later process either. Safe to use by many threads.
 */
public interface Readings {

    /** For where nothing is remembered. */
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

    /** The last one of a document. One that was read may be told once only. */
    Optional<Reading> find(String id);

    /** Remembers it in the place of the one before. One that could not be read is so on return. */
    void put(String id, Reading reading);

    void remove(String id);
}
