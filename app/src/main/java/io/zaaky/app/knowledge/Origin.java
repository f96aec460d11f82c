package io.zaaky.app.knowledge;

import io.zaaky.ingestion.DocumentSource;
import io.zaaky.ingestion.SourceProblem;
import java.util.List;

/** All sources of one kind of a chatbot. Used by one thread, except where noted. */
interface Origin {

    DocumentSource.Kind kind();

    /** Prepares the sources; called again until it succeeds. May read files and query the index. */
    List<? extends DocumentSource> open(Documents documents);

    /**
     * Whether the documents of every source are known, so that other documents of this kind belong
     * to nobody.
     */
    boolean isKnown();

    /** The documents that cannot be accepted, of all sources. Callable by any thread. */
    List<SourceProblem> problems();

    /** Records that there is something new that the next process should know. */
    void learnt();

    /** Saves that knowledge now. */
    void save();
}
