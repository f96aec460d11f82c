package io.zaaky.retrieval.lucene;

import io.zaaky.spi.ChatbotKey;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.lucene.index.DirectoryReader;

/** The index as of one commit. All searches for one question use the same snapshot. */
final class Snapshot {
    final DirectoryReader reader;
    final Sketches sketches;
    private final ConcurrentMap<Scope, Chunks> chunks = new ConcurrentHashMap<>();

    Snapshot(DirectoryReader reader, Sketches sketches) {
        this.reader = reader;
        this.sketches = sketches;
    }

    /**
     * The chunks that a search may see. Computed by the first search, then kept as long as the
     * snapshot.
     */
    Chunks chunks(ChatbotKey chatbot, String edition) throws IOException {
        var scope = new Scope(chatbot, edition);
        Chunks known = chunks.get(scope);
        if (known == null) {
            known = Chunks.of(reader, scope);
            chunks.put(scope, known);
        }
        return known;
    }
}
