package io.zaaky.app.knowledge;

import io.zaaky.app.config.KnowledgeSettings;
import io.zaaky.app.config.QuotaSettings;
import io.zaaky.ingestion.DocumentReader;
import io.zaaky.ingestion.PathSource;
import io.zaaky.ingestion.web.AddressRules;
import io.zaaky.ingestion.web.FetchLimits;
import io.zaaky.ingestion.web.Fetcher;
import io.zaaky.ingestion.web.HostLookup;
import io.zaaky.ingestion.web.Hosts;
import io.zaaky.ingestion.web.PageReader;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.DocumentIndex;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The syncs of all chatbots whose retrievers take documents. Used by one thread at a time, except
 * {@link #documents}.
 */
public final class KnowledgeSyncs implements AutoCloseable {
    private final Path data;
    private final FetchLimits limits;
    private final DocumentReader reader;
    private final InstantSource clock;
    private final Hosts hosts = new Hosts();
    private final Turns turns;
    private final Quotas quotas = new Quotas(this::pages);
    private final DiskReserve disk;
    private final UploadStore uploads;
    private final Map<ChatbotKey, Running> running = new ConcurrentHashMap<>();
    private final Room room =
            new Room() {
                @Override
                public void check() {
                    disk.check();
                }

                @Override
                public void take(String organisation, Kept before, Kept after, Runnable counted) {
                    uploads.take(organisation, before, after, counted);
                }
            };

    /** Where a chatbot's documents come from, and the index that they go to. */
    public record Source(DocumentIndex index, KnowledgeSettings knowledge) {}

    private record Running(Source source, KnowledgeSync sync) {}

    /**
     * @param data the data directory
     * @param maxBytes larger files and pages are not read
     */
    public KnowledgeSyncs(Path data, long maxBytes, DocumentReader reader, InstantSource clock) {
        this(data, FetchLimits.standard(maxBytes), reader, clock);
    }

    /**
     * @param limits for pages; the limit in bytes applies to files too
     */
    KnowledgeSyncs(Path data, FetchLimits limits, DocumentReader reader, InstantSource clock) {
        this.data = data;
        this.limits = limits;
        this.reader = reader;
        this.clock = clock;
        this.turns = new Turns(clock);
        this.disk = new DiskReserve(data);
        this.uploads = new UploadStore(data, clock, quotas);
    }

    private Kept pages(String organisation) {
        return running.entrySet().stream()
                .filter(each -> each.getKey().org().equals(organisation))
                .map(each -> each.getValue().sync().pages())
                .reduce(Kept.NOTHING, Kept::plus);
    }

    /**
     * Sets the limits. Call it before each {@link #follow}.
     *
     * @param ofOrganisations those that have a quota
     * @param minFreeDisk bytes; below it uploads and crawls wait
     */
    public void limit(Map<String, QuotaSettings> ofOrganisations, long minFreeDisk) {
        quotas.limit(ofOrganisations);
        disk.keep(minFreeDisk);
    }

    /**
     * The documents of a chatbot that is followed. Callable by any thread.
     *
     * @return empty if its retriever takes no documents
     */
    public Optional<ChatbotDocuments> documents(ChatbotKey key) {
        return Optional.ofNullable(running.get(key)).map(each -> each.sync().documents());
    }

    /**
     * Follows exactly these sources. Syncs that already run continue undisturbed; unwanted syncs
     * have stopped on return.
     *
     * @return completes when all files of the new sources have been tried once, even if some of
     *     them failed; websites may take longer
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
                        if (quotas.isLimited(key.org())) {
                            sync.countPages();
                        }
                        begun.add(sync.start());
                    }
                });
        return CompletableFuture.allOf(begun.toArray(CompletableFuture<?>[]::new));
    }

    private KnowledgeSync sync(ChatbotKey key, Source source) {
        KnowledgeSettings knowledge = source.knowledge();
        DocumentReader reading = reader.of(key, new ReadingsFile(key, data));
        List<PathSource> files =
                knowledge.paths().stream()
                        .map(path -> new PathSource(path, limits.bytes(), reading, clock))
                        .toList();
        var memory = new WebMemory(key, data);
        var sites = new WebOrigin(knowledge, fetcher(key, knowledge), reading, memory, clock);
        var uploaded =
                new UploadSource(
                        key, uploads, reading, new PageReader(fetcher(key, knowledge)), clock);
        var documents = new Documents(key, source.index(), turns, room, clock);
        return new KnowledgeSync(documents, new PathOrigin(files), sites, uploaded, uploads, clock);
    }

    private Fetcher fetcher(ChatbotKey key, KnowledgeSettings knowledge) {
        return new Fetcher(
                new AddressRules(knowledge.allow()),
                HostLookup.SYSTEM,
                limits,
                hosts.of(key.org()),
                clock);
    }

    @Override
    public void close() {
        var _ = follow(Map.of());
        uploads.close();
    }
}
