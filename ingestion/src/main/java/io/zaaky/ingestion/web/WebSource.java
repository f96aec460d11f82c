package io.zaaky.ingestion.web;

import io.zaaky.ingestion.DocumentIds;
import io.zaaky.ingestion.DocumentReader;
import io.zaaky.ingestion.DocumentSink;
import io.zaaky.ingestion.DocumentSource;
import io.zaaky.ingestion.SourceProblem;
import io.zaaky.ingestion.web.PageMemory.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A page, the pages of a sitemap, or a site, fetched repeatedly. Its state is in {@link #memory()},
 * so that a later process can continue. Used by one thread at a time.
 */
public final class WebSource implements DocumentSource {
    private static final Duration RETRY = Duration.ofMinutes(15);

    private final WebTarget target;
    private final Fetcher fetcher;
    private final DocumentReader reader;
    private final Duration refresh;
    private final InstantSource clock;
    private final String made;
    private final Map<String, PageMemory> pages;
    private final Set<String> documents;
    private final boolean asBefore;
    private Instant begun;
    private Instant ended;
    private Instant tried;
    private boolean lost;
    private volatile List<SourceProblem> problems;

    /**
     * Does no I/O.
     *
     * @param refresh the time from the beginning of one pass to the beginning of the next
     * @param memory the state of this source from an earlier process, or {@link SiteMemory#NOTHING}
     */
    public WebSource(
            WebTarget target,
            Fetcher fetcher,
            DocumentReader reader,
            Duration refresh,
            InstantSource clock,
            SiteMemory memory) {
        this.target = target;
        this.fetcher = fetcher;
        this.reader = reader;
        this.refresh = refresh;
        this.clock = clock;
        this.made = target + " read by " + DocumentReader.version();
        this.pages = new LinkedHashMap<>(memory.pages());
        this.documents = new TreeSet<>(memory.documents());
        this.asBefore = memory.made().equals(made);
        this.begun = asBefore ? memory.begun() : Instant.EPOCH;
        this.ended = asBefore ? memory.ended() : Instant.EPOCH;
        this.tried = asBefore ? memory.tried() : Instant.EPOCH;
        if (!asBefore) {
            pages.clear(); // they may be read differently now
        }
        this.problems = failed();
    }

    /** The id of a page's document: host and path. */
    static String id(WebUrl url) {
        String path = url.path().replaceAll("/+$", "");
        return DocumentIds.of(url.site() + path + (url.query().isEmpty() ? "" : "?" + url.query()));
    }

    @Override
    public String name() {
        return target.name();
    }

    @Override
    public Kind kind() {
        return Kind.WEB;
    }

    /** The ids of its documents that may be in the index. */
    public Set<String> documents() {
        return Set.copyOf(documents);
    }

    @Override
    public List<SourceProblem> problems() {
        return problems;
    }

    private List<SourceProblem> failed() {
        return pages.values().stream()
                .filter(page -> page.result() == Result.FAILED)
                .map(page -> problem(WebUrl.parse(page.url()), page.reason(), ""))
                .toList();
    }

    /** How large its documents were when they were last fetched, by id. */
    public Map<String, Long> bytes() {
        Map<String, Long> bytes = new HashMap<>();
        pages.values().forEach(page -> bytes.merge(page.id(), page.bytes(), Math::max));
        return bytes;
    }

    /** Reports that the index has lost documents. They are fetched again as soon as possible. */
    public void lost() {
        lost = true;
    }

    /** Whether a pass has been completed, by this or an earlier process. */
    public boolean isKnown() {
        return ended.isAfter(Instant.EPOCH);
    }

    public SiteMemory memory() {
        return new SiteMemory(made, begun, ended, tried, documents, pages);
    }

    @Override
    public Instant due() {
        if (lost) {
            return Instant.EPOCH;
        }
        if (!ended.isBefore(begun)) {
            return isKnown() ? begun.plus(refresh) : Instant.EPOCH;
        }
        Duration retry = refresh.compareTo(RETRY) < 0 ? refresh : RETRY;
        return tried.isBefore(begun) ? begun : tried.plus(retry);
    }

    @Override
    public void sync(DocumentSink sink) throws InterruptedException {
        Instant now = clock.instant();
        boolean goesOn = !lost && ended.isBefore(begun) && now.isBefore(begun.plus(refresh));
        if (!goesOn) {
            begun = now;
            ended = isKnown() ? ended : Instant.EPOCH;
        }
        lost = false;
        var pass = new Pass(target, fetcher, reader, pages, documents, begun, clock, sink);
        if (pass.run()) {
            forget(pass, sink);
            ended = clock.instant();
        } else {
            tried = clock.instant();
        }
        problems = failed();
    }

    private void forget(Pass pass, DocumentSink sink) {
        for (String id : Set.copyOf(documents)) {
            if (!pass.claimed().contains(id)) {
                sink.gone(id);
                reader.forget(id);
                documents.remove(id);
            }
        }
        pages.keySet().retainAll(pass.seen());
    }

    /** A problem with a page, as it is logged. */
    static SourceProblem problem(WebUrl url, String reason, String detail) {
        return new SourceProblem(id(url), url.toString(), reason, detail);
    }
}
