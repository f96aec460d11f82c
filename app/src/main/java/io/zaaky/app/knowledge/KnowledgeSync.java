package io.zaaky.app.knowledge;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.DocumentIndex;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps one chatbot's index equal to its sources: files, which are looked at every two seconds, and
 * websites, which have a rhythm of their own and are waited for by nobody. A document that the
 * index has already, by its hash, is not embedded again. One that two sources have under one id
 * belongs to the first.
 */
public final class KnowledgeSync implements AutoCloseable {
    private final Follower files;
    private final Follower sites;

    KnowledgeSync(
            ChatbotKey key, DocumentIndex index, Origin files, Origin sites, InstantSource clock) {
        var documents = new Documents(key, index);
        this.files = new Follower(key, documents, files, clock);
        this.sites = new Follower(key, documents, sites, clock);
    }

    /**
     * Starts looking. The future is done when all files have been tried once, also if some of them
     * failed; websites go on behind it.
     */
    public CompletableFuture<Void> start() {
        var _ = sites.start();
        return files.start();
    }

    @Override
    public void close() {
        sites.stop(); // what it does with the index may keep the other waiting
        files.close();
        sites.close();
    }
}
