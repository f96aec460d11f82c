package io.zaaky.app.knowledge;

import io.zaaky.app.config.KnowledgeSettings;
import io.zaaky.ingestion.DocumentReader;
import io.zaaky.ingestion.DocumentSource;
import io.zaaky.ingestion.SourceProblem;
import io.zaaky.ingestion.web.Fetcher;
import io.zaaky.ingestion.web.SiteMemory;
import io.zaaky.ingestion.web.WebSource;
import io.zaaky.ingestion.web.WebTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Websites: what is known about their pages outlives the process, in a file. */
final class WebOrigin implements Origin {
    private static final Duration SAVES = Duration.ofSeconds(5);

    private final KnowledgeSettings settings;
    private final Fetcher fetcher;
    private final DocumentReader reader;
    private final WebMemory memory;
    private final InstantSource clock;
    private volatile List<WebSource> sources = List.of();
    private Map<String, SiteMemory> known = Map.of();
    private List<WebSource> made = List.of();
    private boolean claimed;
    private boolean opened;
    private Instant saved = Instant.MIN;

    WebOrigin(
            KnowledgeSettings settings,
            Fetcher fetcher,
            DocumentReader reader,
            WebMemory memory,
            InstantSource clock) {
        this.settings = settings;
        this.fetcher = fetcher;
        this.reader = reader;
        this.memory = memory;
        this.clock = clock;
    }

    @Override
    public DocumentSource.Kind kind() {
        return DocumentSource.Kind.WEB;
    }

    @Override
    public List<WebSource> open(Documents documents) {
        if (!claimed) {
            claim(documents);
        }
        Set<String> left = new HashSet<>();
        known.values().forEach(site -> left.addAll(site.documents()));
        for (WebSource source : made) {
            Map<String, Long> bytes = source.bytes();
            for (String id : source.documents()) {
                if (documents.claim(source, id, bytes.getOrDefault(id, 0L))
                        && !documents.has(source, id)) {
                    source.lost(); // by the index
                }
            }
            left.removeAll(source.documents());
        }
        left.forEach(id -> documents.removeLeft(kind(), id));
        sources = made;
        known = Map.of(); // the sources hold it now
        opened = true;
        return made;
    }

    /** Counts what an earlier process has fetched, before anything new arrives. */
    void claim(Documents documents) {
        known = memory.load();
        made = settings.web().stream().map(this::source).toList();
        for (WebSource source : made) {
            Map<String, Long> bytes = source.bytes();
            source.documents()
                    .forEach(id -> documents.claim(source, id, bytes.getOrDefault(id, 0L)));
        }
        claimed = true;
    }

    private WebSource source(WebTarget target) {
        return new WebSource(
                target,
                fetcher,
                reader,
                settings.refresh(),
                clock,
                known.getOrDefault(target.name(), SiteMemory.NOTHING));
    }

    @Override
    public boolean isKnown() {
        return sources.stream().allMatch(WebSource::isKnown);
    }

    @Override
    public List<SourceProblem> problems() {
        return sources.stream().flatMap(source -> source.problems().stream()).toList();
    }

    @Override
    public void learnt() {
        if (clock.instant().isAfter(saved.plus(SAVES))) {
            save();
        }
    }

    @Override
    public void save() {
        if (opened) {
            Map<String, SiteMemory> known = new HashMap<>();
            sources.forEach(source -> known.put(source.name(), source.memory()));
            memory.save(known);
            saved = clock.instant();
        }
    }
}
