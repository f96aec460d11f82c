package io.zaaky.ingestion.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.ingestion.DocumentSink;
import io.zaaky.ingestion.RealReader;
import io.zaaky.ingestion.SourceProblem;
import io.zaaky.ingestion.web.WebTarget.Kind;
import io.zaaky.spi.Document;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSourceTest {
    private static final Duration DAY = Duration.ofHours(24);

    private final TestSite site = new TestSite();
    private final Told told = new Told();
    private Instant now = Instant.parse("2026-06-01T12:00:00Z");

    @AfterEach
    void closeSite() {
        site.close();
    }

    /** An index in memory, which writes down what it is told. */
    private static final class Told implements DocumentSink {
        private final Map<String, Document> documents = new TreeMap<>();
        private final List<String> lines = new ArrayList<>();

        @Override
        public boolean has(String id) {
            return documents.containsKey(id);
        }

        @Override
        public boolean changed(Document document, long bytes) {
            documents.put(document.id(), document);
            lines.add("changed " + name(document.id()));
            return true;
        }

        @Override
        public void gone(String id) {
            documents.remove(id);
            lines.add("gone " + name(id));
        }

        @Override
        public void failed(SourceProblem problem) {
            lines.add(
                    "failed "
                            + problem.where().replaceAll("http://[^/]+", "")
                            + ": "
                            + problem.reason());
        }

        @Override
        public void looked() {}

        /** Without the host, whose port differs each time, and the hash that comes of it. */
        private static String name(String id) {
            return id.replaceAll("^127\\.0\\.0\\.1-\\d+/?", "/").replaceAll("~[0-9a-f]{10}", "");
        }
    }

    private List<String> sync(WebSource source) throws InterruptedException {
        source.sync(told);
        List<String> lines = List.copyOf(told.lines);
        told.lines.clear();
        return lines;
    }

    private WebSource source(WebTarget target) {
        return source(target, SiteMemory.NOTHING);
    }

    private WebSource source(WebTarget target, SiteMemory memory) {
        var fetcher =
                new Fetcher(
                        new AddressRules(List.of(Network.parse("127.0.0.0/8"))),
                        HostLookup.SYSTEM,
                        Fetchers.QUICK,
                        new Hosts(),
                        () -> now);
        return new WebSource(target, fetcher, RealReader.get(), DAY, () -> now, memory);
    }

    private WebTarget page(String path) {
        return new WebTarget(Kind.SITE, site.url(path), 0, 100, List.of(), List.of());
    }

    private WebTarget crawl(int depth) {
        return new WebTarget(Kind.SITE, site.url("/"), depth, 100, List.of(), List.of());
    }

    private WebTarget sitemap() {
        return new WebTarget(Kind.SITEMAP, site.url("/sitemap.xml"), 0, 100, List.of(), List.of());
    }

    private void listed(String... paths) {
        var xml = new StringBuilder("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>");
        for (String path : paths) {
            String loc = path.startsWith("http") ? path : site.address() + path;
            xml.append("<url><loc>").append(loc).append("</loc></url>");
        }
        site.answer(
                "/sitemap.xml", 200, xml + "</urlset>", Map.of("Content-Type", "application/xml"));
    }

    private static String links(String text, String... links) {
        var html = new StringBuilder("<main><p>" + text + "</p></main>");
        for (String link : links) {
            html.append("<a href='").append(link).append("'>more</a>");
        }
        return html.toString();
    }

    @Test
    void aPageIsADocumentThatOpensThere() throws InterruptedException {
        site.page("/help/fees.html", "<title>Fees</title><main><p>A berth costs $5.</p></main>");
        assertEquals(List.of("changed /help/fees.html"), sync(source(page("/help/fees.html"))));
        Document document = told.documents.values().iterator().next();
        assertEquals("Fees", document.title());
        assertEquals(site.address() + "/help/fees.html", document.url());
        assertEquals("A berth costs $5.", document.chunks().getFirst().text());
    }

    @Test
    void textThatIsNotUtf8IsReadAsTheServerSays() throws InterruptedException {
        site.answer(
                "/a.txt",
                200,
                "Opening hours",
                Map.of("Content-Type", "text/plain; charset=utf-16"));
        assertEquals(List.of("changed /a.txt"), sync(source(page("/a.txt"))));
    }

    @Test
    void aCrawlFollowsLinksOfTheSiteOnceEachAndNoDeeperThanIsSaid() throws InterruptedException {
        site.page("/", links("Home.", "/a", "/b", "http://127.0.0.9/x", "mailto:a@b.example"));
        site.page("/a", links("Page a.", "/", "/b", "/a#part", "/c"));
        site.page("/b", links("Page b.", "/a"));
        site.page("/c", links("Page c.", "/d"));
        site.page("/d", links("Page d."));
        assertEquals(
                List.of("changed /", "changed /a", "changed /b", "changed /c"),
                sync(source(crawl(2))));
        assertEquals(List.of("/robots.txt", "/", "/a", "/b", "/c"), site.requests());
    }

    @Test
    void patternsSayWhichPagesBelongToACrawl() throws InterruptedException {
        site.page("/", links("Home.", "/docs/a", "/docs/old/b", "/news/c"));
        site.page("/docs/a", links("Page a."));
        var target =
                new WebTarget(
                        Kind.SITE,
                        site.url("/"),
                        3,
                        100,
                        List.of("/docs/**"),
                        List.of("/docs/old/*"));
        assertEquals(List.of("changed /docs/a"), sync(source(target)));
        assertEquals(List.of("/robots.txt", "/", "/docs/a"), site.requests());
    }

    @ParameterizedTest
    @CsvSource({
        "/docs/**, /docs/a/b, true",
        "/docs/*, /docs/a, true",
        "/docs/*, /docs/a/b, false",
        "/docs/?, /docs/a, true",
        "/docs/?, /docs//, false",
        "**.html, /a/b.html, true",
        "/a.b, /a-b, false",
        "/**/c, /a/b/c, true"
    })
    void aPatternIsAGlob(String glob, String path, boolean matches) {
        assertEquals(matches, WebTarget.matches(glob, path));
    }

    @Test
    void noMorePagesAreFetchedThanIsSaid() throws InterruptedException {
        site.page("/", links("Home.", "/a", "/b"));
        site.page("/a", links("Page a."));
        site.page("/b", links("Page b."));
        var target = new WebTarget(Kind.SITE, site.url("/"), 1, 2, List.of(), List.of());
        assertEquals(List.of("changed /", "changed /a"), sync(source(target)));
    }

    @Test
    void aSitemapAndAnIndexOfThemlistThePages() throws Exception {
        site.page("/a", "<p>Page a.").page("/b", "<p>Page b.").page("/c", "<p>Page c.");
        listed("/a", "http://127.0.0.9/other");
        site.answer(
                "/index.xml",
                200,
                "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>"
                        + site.address()
                        + "/sitemap.xml</loc></sitemap><sitemap><loc>"
                        + site.address()
                        + "/index.xml</loc></sitemap></sitemapindex>",
                Map.of("Content-Type", "application/xml"));
        assertEquals(List.of("changed /a"), sync(source(sitemap())));
        var index = new WebTarget(Kind.SITEMAP, site.url("/index.xml"), 0, 9, List.of(), List.of());
        told.documents.clear();
        assertEquals(List.of("changed /a"), sync(source(index)));
    }

    @Test
    void aSitemapMayBeAPackedListOfAddresses() throws Exception {
        site.page("/a", "<p>Page a.");
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write((site.address() + "/a\n").getBytes(StandardCharsets.US_ASCII));
        }
        site.answer(
                "/sitemap.xml",
                200,
                packed.toString(StandardCharsets.ISO_8859_1),
                Map.of("Content-Type", "application/gzip"));
        assertEquals(List.of("changed /a"), sync(source(sitemap())));
    }

    @Test
    void aSitemapWithAnEntityReadsNoFile() throws InterruptedException {
        site.answer(
                "/sitemap.xml",
                200,
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><urlset"
                        + " xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>"
                        + site.address()
                        + "/&e;</loc></url></urlset>",
                Map.of("Content-Type", "application/xml"));
        sync(source(sitemap()));
        assertTrue(
                site.requests().stream()
                        .allMatch(List.of("/sitemap.xml", "/robots.txt", "/")::contains));
    }

    @Test
    void whatIsNotListedAnyMoreIsGoneAndASitemapThatFailsTakesNothingAway()
            throws InterruptedException {
        site.page("/a", "<p>Page a.").page("/b", "<p>Page b.");
        listed("/a", "/b");
        WebSource source = source(sitemap());
        assertEquals(List.of("changed /a", "changed /b"), sync(source));
        site.status("/sitemap.xml", 500);
        now = now.plus(DAY);
        assertEquals(
                List.of("failed /sitemap.xml: /sitemap.xml: The server answers with status 500."),
                sync(source).stream().map(line -> line.replace(site.address(), "")).toList());
        assertEquals(now.plus(Duration.ofMinutes(15)), source.due());
        listed("/b");
        now = source.due();
        assertEquals(List.of("changed /b", "gone /a"), sync(source));
    }

    @Test
    void anUnchangedPageIsNotReadAgain() throws InterruptedException {
        site.page("/", links("Home.", "/a"), "\"1\"").page("/a", links("Page a."), "\"7\"");
        WebSource source = source(crawl(1));
        sync(source);
        site.requests();
        now = now.plus(DAY);
        assertEquals(List.of(), sync(source));
        assertEquals(List.of("/robots.txt", "/ 304", "/a 304"), site.requests());
        site.page("/a", links("Page a, and more."), "\"8\"");
        now = now.plus(DAY);
        assertEquals(List.of("changed /a"), sync(source));
    }

    @Test
    void whatTheIndexHasLostIsReadAgainThoughItIsUnchanged() throws InterruptedException {
        site.page("/a", "<p>Page a.", "\"1\"");
        WebSource source = source(page("/a"));
        sync(source);
        told.documents.clear();
        assertEquals(List.of("changed /a"), sync(source));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void aPageThatIsGoneDisappears(int status) throws InterruptedException {
        site.page("/", links("Home.", "/a")).page("/a", links("Page a."));
        WebSource source = source(crawl(1));
        sync(source);
        site.status("/a", status);
        now = now.plus(DAY);
        assertEquals(List.of("changed /", "gone /a"), sync(source));
    }

    @Test
    void aPageThatFailsForTheMomentStaysWithAllItLeadsTo() throws InterruptedException {
        site.page("/", links("Home.", "/a"), "\"1\"");
        site.page("/a", links("Page a.", "/b"), "\"2\"").page("/b", links("Page b."), "\"3\"");
        WebSource source = source(crawl(2));
        sync(source);
        site.status("/a", 503);
        now = now.plus(DAY);
        assertEquals(List.of("failed /a: The server answers with status 503."), sync(source));
        now = now.plus(DAY);
        assertEquals(List.of(), sync(source), "told once");
        assertEquals(3, told.documents.size());
    }

    @Test
    void aSiteThatIsDownIsAskedFiveTimesAndLosesNothing() throws InterruptedException {
        String[] pages = {"/1", "/2", "/3", "/4", "/5", "/6", "/7"};
        site.page("/", links("Home.", pages));
        for (String page : pages) {
            site.page(page, links("Page " + page));
        }
        WebSource source = source(crawl(1));
        sync(source);
        for (String page : pages) {
            site.status(page, 502);
        }
        now = now.plus(DAY);
        List<String> lines = sync(source);
        assertEquals("failed /: 5 pages in a row could not be had.", lines.getLast());
        assertEquals(8, told.documents.size());
    }

    @Test
    void aPageSaysWhichAddressItReallyHas() throws InterruptedException {
        site.page("/", links("Home.", "/a?ref=1", "/a", "/b"));
        String canonical = "<link rel=canonical href='/a'>";
        site.page("/a?ref=1", canonical + "<p>Page a.").page("/a", canonical + "<p>Page a.");
        site.page("/b", "<link rel=canonical href='http://127.0.0.9/b'><p>Page b.");
        assertEquals(
                List.of("changed /", "changed /a", "changed /a", "changed /b"),
                sync(source(crawl(1))));
        assertEquals(
                List.of(site.address() + "/", site.address() + "/a", site.address() + "/b"),
                told.documents.values().stream().map(Document::url).sorted().toList(),
                "another site's name is not taken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<meta name=robots content='noindex'>", "<meta name=Zaaky content=none>"})
    void aPageThatDoesNotWantToBeFoundIsNot(String meta) throws InterruptedException {
        site.page("/", links("Home.", "/a")).page("/a", "<p>Page a.");
        WebSource source = source(crawl(1));
        sync(source);
        site.page("/a", meta + "<p>Page a.");
        now = now.plus(DAY);
        assertEquals(List.of("changed /", "gone /a"), sync(source));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "noindex|true",
                "otherbot: noindex|false",
                "zaaky: noindex|true",
                "unavailable_after: 1 Jan 2030 00:00:00 GMT, noindex|true",
                "all|false"
            })
    void aHeaderSaysSoToo(String header, boolean noindex) {
        assertEquals(noindex, PageFacts.of(header).noindex());
    }

    @Test
    void afterARestartNothingIsAskedForBeforeItsTime() throws InterruptedException {
        site.page("/a", "<p>Page a.", "\"1\"");
        WebSource before = source(page("/a"));
        sync(before);
        now = now.plus(Duration.ofHours(1));
        WebSource after = source(page("/a"), before.memory());
        assertEquals(now.plus(DAY).minus(Duration.ofHours(1)), after.due());
        assertEquals(before.documents(), after.documents());
        site.requests();
        now = now.plus(DAY);
        assertEquals(List.of(), sync(after));
        assertEquals(List.of("/robots.txt", "/a 304"), site.requests());
    }

    @Test
    void aTargetThatHasChangedIsReadAtOnce() throws InterruptedException {
        site.page("/", links("Home.", "/a")).page("/a", "<p>Page a.");
        WebSource before = source(crawl(0));
        sync(before);
        WebSource after = source(crawl(1), before.memory());
        assertTrue(after.due().isBefore(now));
        assertEquals(List.of("changed /", "changed /a"), sync(after));
    }

    @Test
    void aWalkThatWasInterruptedGoesOnWhereItWas() throws InterruptedException {
        site.page("/", links("Home.", "/a", "/b"));
        site.page("/a", links("Page a.")).page("/b", links("Page b."));
        WebSource before = source(crawl(1));
        var failing = new FailsAt("/b", told);
        assertThrows(IllegalStateException.class, () -> before.sync(failing));
        site.requests();
        told.lines.clear();
        now = now.plusSeconds(10);
        WebSource after = source(crawl(1), before.memory());
        assertTrue(after.due().isBefore(now));
        assertEquals(List.of("changed /b"), sync(after));
        assertEquals(List.of("/robots.txt", "/b"), site.requests());
        assertEquals(Instant.parse("2026-06-01T12:00:00Z").plus(DAY), after.due());
    }

    @Test
    @Tag("THR-04")
    void aPageTakesItsTurnWithItsSizeBeforeItIsReadAndGivesItBack() throws InterruptedException {
        site.page("/", "<p>A page.");
        List<String> turns = new ArrayList<>();
        source(page("/"))
                .sync(
                        new FailsAt("nothing", told) {
                            @Override
                            public Turn turn(long bytes) {
                                turns.add(bytes + " " + told.documents.size());
                                return () -> turns.add("back " + told.documents.size());
                            }
                        });
        assertEquals(List.of("10 0", "back 1"), turns);
    }

    /** An index that goes down at one document. */
    private static class FailsAt implements DocumentSink {
        private final String end;
        private final DocumentSink other;

        FailsAt(String end, DocumentSink other) {
            this.end = end;
            this.other = other;
        }

        @Override
        public boolean has(String id) {
            return other.has(id);
        }

        @Override
        public boolean changed(Document document, long bytes) {
            if (document.url().endsWith(end)) {
                throw new IllegalStateException("index down");
            }
            return other.changed(document, bytes);
        }

        @Override
        public void gone(String id) {
            other.gone(id);
        }

        @Override
        public void failed(SourceProblem problem) {
            other.failed(problem);
        }

        @Override
        public void looked() {
            other.looked();
        }
    }
}
