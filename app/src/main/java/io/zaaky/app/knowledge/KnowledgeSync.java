package io.zaaky.app.knowledge;

import io.zaaky.spi.ChatbotKey;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps one chatbot's index equal to its sources: files, which are looked at every two seconds,
 * websites, which have a rhythm of their own and are waited for by nobody, and uploads. A document
 * that the index has already, by its hash, is not embedded again. One that two sources have under
 * one id belongs to the first.
 */
public final class KnowledgeSync implements AutoCloseable {
    private final Follower files;
    private final Follower sites;
    private final Follower uploads;
    private final UploadOrigin uploaded;
    private final ChatbotDocuments all;
    private final Documents documents;
    private final WebOrigin websites;

    KnowledgeSync(
            Documents documents,
            Origin files,
            WebOrigin sites,
            UploadSource source,
            UploadStore store,
            InstantSource clock) {
        ChatbotKey key = documents.key();
        this.documents = documents;
        this.websites = sites;
        this.uploaded = new UploadOrigin(source, store, documents);
        this.files = new Follower(key, documents, files, clock);
        this.sites = new Follower(key, documents, sites, clock);
        this.uploads = new Follower(key, documents, uploaded, clock);
        this.all =
                new ChatbotDocuments(
                        documents, store, source, List.of(files, sites, uploaded), uploads::wake);
    }

    /** What an administrator sees and changes. */
    public ChatbotDocuments documents() {
        return all;
    }

    /** What is kept of pages of websites. */
    Kept pages() {
        return documents.pages();
    }

    /** What an earlier process has fetched counts from now on. Before the start only. */
    void countPages() {
        websites.claim(documents);
    }

    /**
     * Starts looking. The future is done when all files have been tried once, also if some of them
     * failed; websites go on behind it.
     */
    public CompletableFuture<Void> start() {
        uploaded.claim();
        var _ = uploads.start();
        var _ = sites.start();
        return files.start();
    }

    @Override
    public void close() {
        sites.stop(); // what one does with the index may keep the others waiting
        uploads.stop();
        files.close();
        sites.close();
        uploads.close();
    }
}
