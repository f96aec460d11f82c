package io.zaaky.app.knowledge;

import io.zaaky.ingestion.DocumentSink;
import io.zaaky.ingestion.DocumentSource;
import io.zaaky.ingestion.DocumentSource.Kind;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.DocumentInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One chatbot's index as its sources see it. A document belongs to the source that added it first,
 * and its hash begins with that source's mark, so that a later process can tell. Safe for use by
 * many threads: one thread at a time changes a document, several change the index. Owners and sizes
 * are changed under the document's lock; readers without the lock see the latest value.
 */
final class Documents {
    private static final int PAGE = 500;

    private final ChatbotKey key;
    private final DocumentIndex index;
    private final Turns turns;
    private final Troubles troubles;
    private final IdLocks locks = new IdLocks();
    private final Map<String, DocumentSource> owners = new ConcurrentHashMap<>();
    private final Map<String, Long> sizes = new ConcurrentHashMap<>();
    private final AtomicReference<Kept> pages = new AtomicReference<>(Kept.NOTHING);
    private final Room room;

    /** The result of adding a document. */
    sealed interface Put {
        /** The index already has this version. */
        record Known() implements Put {}

        record Indexed() implements Put {}

        /** Another source has a document with the same id. */
        record Foreign(String owner) implements Put {}
    }

    /**
     * @param turns shared by all chatbots
     */
    Documents(ChatbotKey key, DocumentIndex index, Turns turns, Room room, InstantSource clock) {
        this.key = key;
        this.index = index;
        this.turns = turns;
        this.room = room;
        this.troubles = new Troubles(clock);
    }

    /** The reasons why documents are not indexed. */
    Troubles troubles() {
        return troubles;
    }

    /** Waits for the organisation's turn if a document is large. The caller must hold no lock. */
    DocumentSink.Turn turn(long bytes) throws InterruptedException {
        return turns.of(key.org(), bytes);
    }

    /** Records that an upload could not be read. */
    void uploadFailed() {
        turns.failed(key.org());
    }

    /** How long the organisation's next upload has to wait. */
    Duration pause() {
        return turns.pause(key.org());
    }

    /** Whether there is room for more. */
    Room room() {
        return room;
    }

    /** The number and size of stored web pages. */
    Kept pages() {
        return pages.get();
    }

    /** The count for a document if it is a web page. Call it under the document's lock. */
    private Kept page(String id) {
        DocumentSource owner = owners.get(id);
        return owner != null && owner.kind() == Kind.WEB
                ? new Kept(1, sizes.getOrDefault(id, 0L))
                : Kept.NOTHING;
    }

    private void count(Kept before, Kept after) {
        if (!before.equals(after)) {
            pages.updateAndGet(all -> all.minus(before).plus(after));
        }
    }

    ChatbotKey key() {
        return key;
    }

    DocumentIndex index() {
        return index;
    }

    /**
     * Makes {@code source} the owner of a document that an earlier process got from it. Returns
     * whether it is the owner; another source may have been first.
     */
    boolean claim(DocumentSource source, String id, long bytes) {
        return locks.locked(
                id,
                () -> {
                    Kept before = page(id);
                    boolean owns = source.equals(owners.computeIfAbsent(id, none -> source));
                    if (owns) {
                        sizes.put(id, bytes);
                        count(before, page(id));
                    }
                    return owns;
                });
    }

    /**
     * Whether the index has the version that {@code source} would add; if so, the document becomes
     * that source's.
     *
     * @param hash the document's own
     */
    boolean keeps(DocumentSource source, String id, String hash, long bytes) {
        String marked = source.kind().mark() + hash;
        return locks.locked(
                id,
                () -> {
                    boolean same =
                            index.find(key, id).filter(i -> i.hash().equals(marked)).isPresent();
                    Kept before = page(id);
                    boolean owns =
                            same && source.equals(owners.computeIfAbsent(id, none -> source));
                    if (owns) {
                        sizes.put(id, bytes);
                        count(before, page(id));
                    }
                    return owns;
                });
    }

    /** The size of a document at its source; 0 if unknown. */
    long bytes(String id) {
        return sizes.getOrDefault(id, 0L);
    }

    /** The name of a document's owner for people, if the owner is not {@code source}. */
    Optional<String> otherOwner(DocumentSource source, String id) {
        Optional<DocumentSource> owner = Optional.ofNullable(owners.get(id));
        if (owner.isPresent()) {
            return owner.filter(each -> !each.equals(source)).map(DocumentSource::name);
        }
        return index.find(key, id)
                .filter(info -> isFrom(Kind.PATH, info) || isFrom(Kind.WEB, info))
                .map(info -> isFrom(Kind.PATH, info) ? "a folder" : "a website");
    }

    boolean has(DocumentSource source, String id) {
        return locks.locked(id, () -> source.equals(owners.get(id)) && isFrom(source.kind(), id));
    }

    private boolean isFrom(Kind kind, String id) {
        return index.find(key, id).filter(known -> isFrom(kind, known)).isPresent();
    }

    private static boolean isFrom(Kind kind, DocumentInfo known) {
        return known.hash().startsWith(kind.mark());
    }

    /** Whether {@code source} has any documents. */
    boolean any(DocumentSource source) {
        return owners.containsValue(source);
    }

    /**
     * Adds a document.
     *
     * @param bytes its size at its source
     * @throws QuotaExceededException if it is a web page, and the organisation may store no more
     */
    Put put(DocumentSource source, Document document, long bytes) {
        return locks.locked(
                document.id(),
                () -> {
                    Optional<DocumentSource> owner = Optional.ofNullable(owners.get(document.id()));
                    if (owner.isPresent() && !owner.get().equals(source)) {
                        return new Put.Foreign(owner.get().name());
                    }
                    take(source, document.id(), bytes);
                    Put put = put(marked(source, document));
                    troubles.over(document.id());
                    return put;
                });
    }

    /** Makes the source the document's owner. */
    private void take(DocumentSource source, String id, long bytes) {
        if (source.kind() == Kind.WEB) {
            Kept before = page(id);
            var after = new Kept(1, bytes);
            room.take(key.org(), before, after, () -> count(before, after));
        }
        owners.put(id, source);
        sizes.put(id, bytes);
    }

    private Put put(Document document) {
        boolean known =
                index.find(key, document.id())
                        .filter(info -> info.hash().equals(document.hash()))
                        .isPresent();
        if (known) {
            return new Put.Known();
        }
        index.put(key, document);
        return new Put.Indexed();
    }

    private static Document marked(DocumentSource source, Document document) {
        return new Document(
                document.id(),
                document.title(),
                document.url(),
                source.kind().mark() + document.hash(),
                document.chunks());
    }

    /** Returns whether the document existed and belonged to this source. */
    boolean remove(DocumentSource source, String id) {
        return locks.locked(
                id,
                () -> {
                    Kept before = page(id);
                    boolean owned = owners.remove(id, source);
                    if (owned) {
                        sizes.remove(id);
                        count(before, Kept.NOTHING);
                        troubles.over(id);
                    }
                    return owned && index.remove(key, id);
                });
    }

    /** Removes a document, whichever source owns it. Returns whether it existed. */
    boolean delete(String id) {
        return locks.locked(
                id,
                () -> {
                    count(page(id), Kept.NOTHING);
                    sizes.remove(id);
                    owners.remove(id);
                    troubles.over(id);
                    return index.remove(key, id);
                });
    }

    /** Removes a document of a source that no longer exists. */
    void removeLeft(Kind kind, String id) {
        locks.locked(
                id, () -> !owners.containsKey(id) && isFrom(kind, id) && index.remove(key, id));
    }

    /** Removes documents from sources of a kind that no longer belong to any of them. */
    void sweep(Kind kind) {
        String after = "";
        List<DocumentInfo> page;
        do {
            page = index.list(key, after, PAGE);
            for (DocumentInfo document : page) {
                if (isFrom(kind, document)) {
                    removeLeft(kind, document.id());
                }
                after = document.id();
            }
        } while (page.size() == PAGE);
    }
}
