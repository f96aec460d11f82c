package io.zaaky.app.knowledge;

import io.zaaky.ingestion.DocumentSource;
import io.zaaky.ingestion.SourceProblem;
import java.util.List;

/** All sources of one kind of a chatbot. Used by one thread, but for what says otherwise. */
interface Origin {

    DocumentSource.Kind kind();

    /**
     * Makes the sources ready, and is asked to until it succeeds. May read files and ask the index.
     */
    List<? extends DocumentSource> open(Documents documents);

    /**
     * Whether it is known of each source which documents it has, so that others of the kind are
     * nobody's.
     */
    boolean isKnown();

    /** What can't be taken, of all sources. Callable by any thread. */
    List<SourceProblem> problems();

    /** Something has been learnt that the next process should know. */
    void learnt();

    /** The same, and this is the last time. */
    void save();
}
