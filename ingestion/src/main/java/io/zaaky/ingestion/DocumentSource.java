package io.zaaky.ingestion;

import java.time.Instant;
import java.util.List;

/** A source of documents, polled repeatedly by one thread at a time. */
public interface DocumentSource {

    /** The origin of a document, as recorded in the index. */
    enum Kind {
        PATH("path:"),
        WEB("web:"),
        UPLOAD("upload:");

        private final String mark;

        Kind(String mark) {
            this.mark = mark;
        }

        /** The prefix of the hashes of its documents in an index. */
        public String mark() {
            return mark;
        }

        /** A document's own hash, extracted from the hash in an index. */
        public static String unmarked(String hash) {
            for (Kind kind : values()) {
                if (hash.startsWith(kind.mark)) {
                    return hash.substring(kind.mark.length());
                }
            }
            return hash;
        }
    }

    /** The name for people: a folder or an address. It is unique among the sources of a chatbot. */
    String name();

    Kind kind();

    /**
     * The documents that could not be read, or not updated, at the last look. Callable from any
     * thread.
     */
    List<SourceProblem> problems();

    /** When the source should be looked at again; a time in the past means now. */
    Instant due();

    /**
     * Looks for changes and reports them to {@code sink}. Exceptions of the sink are passed on;
     * changes that it did not accept are reported again at the next look.
     */
    void sync(DocumentSink sink) throws InterruptedException;
}
