package io.zaaky.ingestion.web;

import io.zaaky.ingestion.DocumentReader;
import io.zaaky.ingestion.DocumentSink;
import io.zaaky.ingestion.Given;
import io.zaaky.ingestion.MediaKind;
import io.zaaky.ingestion.PageMarkup;
import io.zaaky.ingestion.UnreadableDocumentException;
import io.zaaky.ingestion.web.Fetched.Failed;
import io.zaaky.ingestion.web.Fetched.Gone;
import io.zaaky.ingestion.web.Fetched.Page;
import io.zaaky.ingestion.web.Fetched.Unchanged;
import io.zaaky.ingestion.web.Fetched.Unwanted;
import io.zaaky.ingestion.web.PageMemory.Result;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pass over all pages of a source, those nearest to the start first. Pages that an interrupted
 * pass has already requested are not requested again. A page that cannot be fetched at the moment
 * keeps its document and its links. Documents that no page has claimed by the end are deleted.
 */
final class Pass {
    private static final int MOST_DOWN = 5; // failures in a row that end the pass

    private final WebTarget target;
    private final Fetcher fetcher;
    private final Map<String, PageMemory> pages;
    private final Set<String> documents;
    private final Instant begun;
    private final InstantSource clock;
    private final DocumentSink sink;
    private final DocumentReader reader;

    private final Deque<Step> steps = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Boolean> claims = new HashMap<>(); // by its own address?
    private String site = "";
    private int down;

    /**
     * @param depth links away from the start
     */
    private record Step(WebUrl url, int depth) {}

    Pass(
            WebTarget target,
            Fetcher fetcher,
            DocumentReader reader,
            Map<String, PageMemory> pages,
            Set<String> documents,
            Instant begun,
            InstantSource clock,
            DocumentSink sink) {
        this.target = target;
        this.fetcher = fetcher;
        this.reader = reader;
        this.pages = pages;
        this.documents = documents;
        this.begun = begun;
        this.clock = clock;
        this.sink = sink;
    }

    /** The ids of all documents that still exist. */
    Set<String> claimed() {
        return claims.keySet();
    }

    /** The addresses of all pages that still belong to the source. */
    Set<String> seen() {
        return seen;
    }

    /** Runs the pass. Returns whether it was completed; if not, no document counts as deleted. */
    boolean run() throws InterruptedException {
        if (!begin()) {
            return false;
        }
        for (int looked = 0; looked < target.pages() && !steps.isEmpty(); looked++) {
            Step step = steps.removeFirst();
            boolean had = visit(step);
            sink.looked();
            if (!had && isStart(step)) {
                return false;
            }
            if (down >= MOST_DOWN) {
                sink.failed(
                        WebSource.problem(
                                target.start(),
                                MOST_DOWN + " pages in a row could not be had.",
                                ""));
                return false;
            }
        }
        steps.forEach(step -> seen.remove(step.url().toString()));
        return true;
    }

    private boolean begin() throws InterruptedException {
        if (target.kind() == WebTarget.Kind.SITE) {
            add(target.start(), 0);
            return true;
        }
        try {
            for (WebUrl page : new Sitemaps(fetcher).pages(target.start())) {
                if (target.holds(page)) {
                    site = page.site();
                    add(page, 0);
                }
            }
            return true;
        } catch (FetchException e) {
            String reason = String.valueOf(e.getMessage());
            sink.failed(WebSource.problem(target.start(), reason, e.detail()));
            return false;
        }
    }

    private boolean isStart(Step step) {
        return target.kind() == WebTarget.Kind.SITE && step.depth() == 0;
    }

    private void add(WebUrl url, int depth) {
        if (seen.add(url.toString())) {
            steps.addLast(new Step(url, depth));
        }
    }

    /** Returns whether the page was fetched or certainly cannot be. */
    private boolean visit(Step step) throws InterruptedException {
        String key = step.url().toString();
        PageMemory before = pages.get(key);
        boolean whole = before != null && (before.id().isEmpty() || sink.has(before.id()));
        if (before != null
                && whole
                && before.result() != Result.FAILED
                && !before.checked().isBefore(begun)) {
            keep(step, before);
            return true;
        }
        Validators known = before != null && whole ? before.validators() : Validators.NONE;
        return switch (fetcher.fetch(step.url(), known, Page::isReadable)) {
            case Page page -> {
                down = 0;
                read(step, before, page);
                yield true;
            }
            case Unchanged unchanged when before != null -> {
                down = 0;
                keep(step, remember(key, before.as(Result.UNCHANGED, "", clock.instant())));
                yield true;
            }
            case Unchanged unchanged -> failed(step, before, "It is unchanged, but unknown.", "");
            case Gone(String reason) -> {
                down = 0;
                skip(step, before, reason);
                yield true;
            }
            case Unwanted(String reason) -> {
                down = 0;
                skip(step, before, reason);
                yield true;
            }
            case Failed(int status, String reason, String detail, boolean isDown) -> {
                down = isDown ? down + 1 : 0;
                yield failed(step, before, reason, detail);
            }
        };
    }

    /** Keeps the page's document and its links. */
    private void keep(Step step, PageMemory page) {
        if (!page.id().isEmpty()) {
            boolean own = step.url().toString().equals(page.url());
            claims.merge(page.id(), own, Boolean::logicalOr);
        }
        if (isStart(step)) {
            site = WebUrl.parse(page.url()).site();
        }
        follow(step, page.links().stream().map(WebUrl::parse).toList());
    }

    private boolean failed(Step step, @Nullable PageMemory before, String reason, String detail) {
        PageMemory page =
                before == null
                        ? nothing(step.url(), Result.FAILED, reason)
                        : before.as(Result.FAILED, reason, clock.instant());
        tell(step.url(), before, reason, detail);
        keep(step, remember(step.url().toString(), page));
        return false;
    }

    private void skip(Step step, @Nullable PageMemory before, String reason) {
        if (isStart(step) || target.kind() == WebTarget.Kind.SITEMAP) {
            tell(step.url(), before, reason, "");
        }
        remember(step.url().toString(), nothing(step.url(), Result.SKIPPED, reason));
    }

    private void tell(WebUrl url, @Nullable PageMemory before, String reason, String detail) {
        if (before == null || !before.reason().equals(reason)) {
            sink.failed(WebSource.problem(url, reason, detail));
        }
    }

    private PageMemory nothing(WebUrl url, Result result, String reason) {
        return new PageMemory(
                result, reason, "", url.toString(), "", "", 0, List.of(), clock.instant());
    }

    private PageMemory remember(String key, PageMemory page) {
        pages.put(key, page);
        return page;
    }

    private void read(Step step, @Nullable PageMemory before, Page page)
            throws InterruptedException {
        if (isStart(step)) {
            site = page.url().site();
        }
        if (!page.url().site().equals(site)) {
            skip(step, before, "It leads to another site.");
            return;
        }
        MediaKind kind = page.kind();
        String named = page.charset();
        PageFacts facts;
        try {
            facts = facts(page);
        } catch (UnreadableDocumentException e) {
            var _ = failed(step, before, String.valueOf(e.getMessage()), e.detail());
            return;
        }
        follow(step, facts.links());
        List<String> links = inside(facts.links());
        WebUrl real = facts.canonical().filter(url -> url.site().equals(site)).orElse(page.url());
        String id = WebSource.id(real);
        boolean own = real.equals(page.url());
        String why = whyNot(facts, page, id, own);
        if (!why.isEmpty()) {
            if (isStart(step) && target.isOnePage()) {
                tell(step.url(), before, why, "");
            }
            remember(step.url().toString(), page(page, Result.SKIPPED, why, "", links));
            return;
        }
        try (var _ = sink.turn(page.body().length)) {
            var given = new Given("", real.toString(), named);
            sink.changed(reader.read(id, page.body(), kind, given), page.body().length);
            documents.add(id);
            claims.put(id, own);
            remember(step.url().toString(), page(page, Result.INDEXED, "", id, links));
        } catch (UnreadableDocumentException e) {
            var _ = failed(step, before, String.valueOf(e.getMessage()), e.detail());
        }
    }

    private PageFacts facts(Page page) {
        if (page.kind() != MediaKind.HTML) {
            return PageFacts.of(page.robots());
        }
        String id = WebSource.id(page.url());
        PageMarkup markup = reader.markup(id, page.body(), page.charset());
        return PageFacts.of(page.url(), markup, page.robots());
    }

    /** Why the page is not a document of its own; empty if it is. */
    private String whyNot(PageFacts facts, Page page, String id, boolean own) {
        if (facts.noindex()) {
            return "It does not want to be indexed (noindex).";
        }
        if (!target.isOnePage() && !target.holds(page.url())) {
            return "It is outside of include and exclude.";
        }
        Boolean claimed = claims.get(id);
        return claimed != null && (claimed || !own) ? "Another page is the same document." : "";
    }

    /**
     * Duplicates are fetched in full each time, because the page that they duplicate may be gone by
     * then.
     */
    private PageMemory page(Page page, Result result, String why, String id, List<String> links) {
        boolean again = result == Result.SKIPPED;
        return new PageMemory(
                result,
                why,
                id,
                page.url().toString(),
                again ? "" : page.etag(),
                again ? "" : page.lastModified(),
                again ? 0 : page.body().length,
                links,
                clock.instant());
    }

    private List<String> inside(List<WebUrl> links) {
        return target.depth() == 0
                ? List.of()
                : links.stream().filter(this::isInside).map(WebUrl::toString).toList();
    }

    private boolean isInside(WebUrl url) {
        return url.site().equals(site) && target.holds(url);
    }

    private void follow(Step step, List<WebUrl> links) {
        if (target.kind() == WebTarget.Kind.SITE && step.depth() < target.depth()) {
            links.stream().filter(this::isInside).forEach(url -> add(url, step.depth() + 1));
        }
    }
}
