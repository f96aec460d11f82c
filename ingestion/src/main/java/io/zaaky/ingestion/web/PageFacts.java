package io.zaaky.ingestion.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * What a page says about itself and about others.
 *
 * @param noindex it does not want to be found
 * @param canonical where it says that it really is; empty if nowhere
 * @param links in order, each once; none if it does not want them to be followed
 */
record PageFacts(boolean noindex, Optional<WebUrl> canonical, List<WebUrl> links) {
    private static final int DEEPEST = 256;
    private static final int MOST_LINKS = 1000;
    private static final Pattern AGENT = Pattern.compile("(?i)^\\s*([a-z][a-z0-9_.-]*)\\s*:");

    /** Of a page that is not HTML. */
    static PageFacts of(String robotsHeader) {
        return new PageFacts(says(robots(robotsHeader), "noindex"), Optional.empty(), List.of());
    }

    /**
     * @param charset as the server named it; empty if it did not
     */
    static PageFacts of(WebUrl url, byte[] body, String charset, String robotsHeader) {
        Document page = parse(url, body, charset);
        Set<String> words = robots(robotsHeader);
        for (Element meta : page.select("meta[name~=(?i)^(robots|zaaky)$][content]")) {
            words.addAll(robots(meta.attr("content")));
        }
        return new PageFacts(
                says(words, "noindex"),
                canonical(url, page),
                says(words, "nofollow") ? List.of() : links(url, page));
    }

    private static Document parse(WebUrl url, byte[] body, String charset) {
        try {
            return Jsoup.parse(
                    new ByteArrayInputStream(body),
                    isKnown(charset) ? charset : null,
                    url.toString(),
                    Parser.htmlParser().setMaxDepth(DEEPEST));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never: it is in memory
        }
    }

    private static boolean isKnown(String charset) {
        try {
            return !charset.isEmpty() && Charset.isSupported(charset);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    private static Optional<WebUrl> canonical(WebUrl url, Document page) {
        return Optional.ofNullable(page.selectFirst("link[rel~=(?i)^canonical$][href]"))
                .flatMap(link -> url.resolve(link.attr("href")));
    }

    private static List<WebUrl> links(WebUrl url, Document page) {
        WebUrl base =
                Optional.ofNullable(page.selectFirst("base[href]"))
                        .flatMap(element -> url.resolve(element.attr("href")))
                        .orElse(url);
        Set<WebUrl> links = new LinkedHashSet<>();
        for (Element link : page.select("a[href], area[href]")) {
            boolean follows = !link.attr("rel").toLowerCase(Locale.ROOT).contains("nofollow");
            if (follows && links.size() < MOST_LINKS) {
                base.resolve(link.attr("href")).ifPresent(links::add);
            }
        }
        return new ArrayList<>(links);
    }

    /** The words for all robots and for us; a header may name others. */
    private static Set<String> robots(String value) {
        Set<String> words = new LinkedHashSet<>();
        boolean ours = true;
        for (String part : value.split(",", -1)) {
            var agent = AGENT.matcher(part);
            String word = part;
            if (agent.find() && !agent.group(1).equalsIgnoreCase("unavailable_after")) {
                ours = agent.group(1).equalsIgnoreCase("zaaky");
                word = part.substring(agent.end());
            }
            if (ours) {
                words.add(word.strip().toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }

    private static boolean says(Set<String> words, String word) {
        return words.contains(word) || words.contains("none");
    }
}
