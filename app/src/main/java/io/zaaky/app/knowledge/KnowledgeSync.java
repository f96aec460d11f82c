package io.zaaky.app.knowledge;

import io.zaaky.spi.ChatbotKey;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps one chatbot's index in sync with its sources: files, which are checked every two seconds;
 * websites, which have their own schedule and which nothing waits for; and uploads. A document that
 * the index already has, by its hash, is not embedded again. If two sources have a document with
 * the same id, it belongs to the first.
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

    /** The documents, for administrators to view and change. */
    public ChatbotDocuments documents() {
        return all;
    }

    /** The number and size of stored web pages. */
    Kept pages() {
        return documents.pages();
    }

    /** Counts what an earlier process has fetched. Call it only before the start. */
    void countPages() {
        websites.claim(documents);
    }

    /**
     * Starts checking. The future completes when all files have been tried once, even if some of
     * them failed; websites continue in the background.
     */
    public CompletableFuture<Void> start() {
        uploaded.claim();
        var _ = uploads.start();
        var _ = sites.start();
        return files.start();
    }

    @Override
    public void close() {
        sites.stop(); // stop all first: one's use of the index may delay the others
        uploads.stop();
        files.close();
        sites.close();
        uploads.close();
    }
}
