package io.zaaky.ingestion;

import java.time.Instant;
import java.util.List;

/** Where documents come from, looked at again and again by one thread at a time. */
public interface DocumentSource {

    /** What an index can tell of a document's origin. */
    enum Kind {
        PATH("path:"),
        WEB("web:"),
        UPLOAD("upload:");

        private final String mark;

        Kind(String mark) {
            this.mark = mark;
        }

        /** What the hashes of its documents begin with in an index. */
        public String mark() {
            return mark;
        }

        /** A document's own hash, out of that in an index. */
        public static String unmarked(String hash) {
            for (Kind kind : values()) {
                if (hash.startsWith(kind.mark)) {
                    return hash.substring(kind.mark.length());
                }
            }
            return hash;
        }
    }

    /** For people: a folder, an address. No two sources of a chatbot have the same. */
    String name();

    Kind kind();

    /** What could not be taken at the last look, or not anew. Callable by any thread. */
    List<SourceProblem> problems();

    /** When it wants to be looked at again; in the past if now. */
    Instant due();

    /**
     * Looks what has changed and tells {@code sink}. What the sink throws leaves this method; what
     * it did not take then comes again with the next look.
     */
    void sync(DocumentSink sink) throws InterruptedException;
}
