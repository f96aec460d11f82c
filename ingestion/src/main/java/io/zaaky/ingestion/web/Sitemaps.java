package io.zaaky.ingestion.web;

import crawlercommons.sitemaps.AbstractSiteMap;
import crawlercommons.sitemaps.SiteMap;
import crawlercommons.sitemaps.SiteMapIndex;
import crawlercommons.sitemaps.SiteMapParser;
import crawlercommons.sitemaps.SiteMapURL;
import crawlercommons.sitemaps.UnknownFormatException;
import io.zaaky.ingestion.web.Fetched.Failed;
import io.zaaky.ingestion.web.Fetched.Gone;
import io.zaaky.ingestion.web.Fetched.Page;
import io.zaaky.ingestion.web.Fetched.Unchanged;
import io.zaaky.ingestion.web.Fetched.Unwanted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Reads a sitemap and, if it is an index, the sitemaps that it lists. */
final class Sitemaps {
    private static final int MOST_FILES = 100;
    private static final int MOST_PAGES = 50_000; // as in one file according to the protocol
    private static final int MOST_BYTES = 50 << 20; // unpacked; the protocol's own limit

    private final Fetcher fetcher;

    Sitemaps(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    /**
     * The listed pages of the sitemap's own site, in order.
     *
     * @throws FetchException if one of the files cannot be fetched or read
     */
    List<WebUrl> pages(WebUrl start) throws FetchException, InterruptedException {
        Set<WebUrl> pages = new LinkedHashSet<>();
        Set<WebUrl> seen = new HashSet<>(Set.of(start));
        Deque<WebUrl> files = new ArrayDeque<>(List.of(start));
        String site = "";
        while (!files.isEmpty() && pages.size() < MOST_PAGES) {
            WebUrl file = files.removeFirst();
            Page fetched = fetch(file);
            site = site.isEmpty() ? fetched.url().site() : site;
            switch (parse(fetched)) {
                case SiteMap map -> map.getSiteMapUrls().forEach(each -> add(fetched, each, pages));
                case SiteMapIndex index -> {
                    for (AbstractSiteMap each : index.getSitemaps()) {
                        fetched.url()
                                .resolve(each.getUrl().toString())
                                .filter(url -> seen.size() < MOST_FILES && seen.add(url))
                                .ifPresent(files::add);
                    }
                }
                default -> throw new FetchException("It is no sitemap.", false);
            }
        }
        String own = site;
        pages.removeIf(page -> !page.site().equals(own));
        return List.copyOf(pages);
    }

    private static void add(Page from, SiteMapURL listed, Set<WebUrl> pages) {
        from.url().resolve(listed.getUrl().toString()).ifPresent(pages::add);
    }

    private Page fetch(WebUrl file) throws FetchException, InterruptedException {
        return switch (fetcher.fetchAny(file)) {
            case Page page -> page;
            case Gone(String reason) -> throw new FetchException(file + ": " + reason, false);
            case Unwanted(String reason) -> throw new FetchException(file + ": " + reason, false);
            case Unchanged unchanged -> throw new FetchException(file + ": unasked 304.", false);
            case Failed(int status, String reason, String detail, boolean down) ->
                    throw new FetchException(file + ": " + reason, detail, down);
        };
    }

    private static AbstractSiteMap parse(Page file) throws FetchException {
        try {
            var parser = new SiteMapParser(false, true);
            return parser.parseSiteMap(unpacked(file.body()), file.url().toUrl());
        } catch (IOException | UnknownFormatException | RuntimeException e) {
            throw new FetchException(file.url() + " is no sitemap that can be read.", false);
        }
    }

    private static byte[] unpacked(byte[] body) throws IOException {
        if (body.length < 2 || (body[0] & 0xFF) != 0x1F || (body[1] & 0xFF) != 0x8B) {
            return body;
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] all = in.readNBytes(MOST_BYTES + 1);
            if (all.length > MOST_BYTES) {
                throw new IOException("unpacked it is larger than " + MOST_BYTES + " bytes");
            }
            return all;
        }
    }
}
