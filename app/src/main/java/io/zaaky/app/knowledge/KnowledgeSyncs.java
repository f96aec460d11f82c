package io.zaaky.app.knowledge;

import io.zaaky.ingestion.DocumentReader;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.DocumentIndex;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The syncs of all chatbots whose documents come from files. Used by one thread at a time. */
public final class KnowledgeSyncs implements AutoCloseable {
    private final long maxBytes;
    private final DocumentReader reader;
    private final InstantSource clock;
    private final Map<ChatbotKey, Running> running = new HashMap<>();

    /**
     * Where a chatbot's documents come from and go to.
     *
     * @param paths at least one
     */
    public record Source(DocumentIndex index, List<Path> paths) {}

    private record Running(Source source, KnowledgeSync sync) {}

    /**
     * @param maxBytes larger files are not read
     */
    public KnowledgeSyncs(long maxBytes, DocumentReader reader, InstantSource clock) {
        this.maxBytes = maxBytes;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Follows these sources and no others from now on. What is followed already goes on
     * undisturbed; what is not wanted any more has stopped on return.
     *
     * @return done when everything new has been tried once, also if some of it failed
     */
    public CompletableFuture<Void> follow(Map<ChatbotKey, Source> sources) {
        running.entrySet()
                .removeIf(
                        entry -> {
                            Running each = entry.getValue();
                            boolean over = !each.source().equals(sources.get(entry.getKey()));
                            if (over) {
                                each.sync().close();
                            }
                            return over;
                        });
        List<CompletableFuture<Void>> begun = new ArrayList<>();
        sources.forEach(
                (key, source) -> {
                    if (!running.containsKey(key)) {
                        KnowledgeSync sync = sync(key, source);
                        running.put(key, new Running(source, sync));
                        begun.add(sync.start());
                    }
                });
        return CompletableFuture.allOf(begun.toArray(CompletableFuture<?>[]::new));
    }

    private KnowledgeSync sync(ChatbotKey key, Source source) {
        return new KnowledgeSync(key, source.index(), source.paths(), maxBytes, reader, clock);
    }

    @Override
    public void close() {
        var _ = follow(Map.of());
    }
}
