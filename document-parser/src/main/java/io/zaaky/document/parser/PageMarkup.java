package io.zaaky.document.parser;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.select.Elements;

/**
 * The instructions for robots in the markup of a web page. Addresses are as written in the page.
 *
 * @param robots the contents of the meta elements for all robots or for Zaaky
 * @param canonical the canonical address that the page gives; at most one
 * @param base the address that its links are relative to, if not the page's own; at most one
 * @param links the links that may be followed, each once, in order
 */
record PageMarkup(
        List<String> robots, List<String> canonical, List<String> base, List<String> links) {
    private static final int MOST_LINKS = 5000;
    private static final int MOST_ROBOTS = 100;
    private static final int LONGEST = 4000; // characters of an attribute

    /**
     * Reads the page.
     *
     * @param charset the charset that the server named; empty if it named none
     * @throws Refusal if the page has too many elements
     */
    static PageMarkup of(byte[] content, String charset, Limits limits) {
        new Meter(limits).elementsIn(content);
        Document page = parse(content, charset, limits.depth());
        return new PageMarkup(
                attributes(page.select("meta[name~=(?i)^(robots|zaaky)$][content]"), "content")
                        .limit(MOST_ROBOTS)
                        .toList(),
                attributes(page.select("link[rel~=(?i)^canonical$][href]"), "href")
                        .limit(1)
                        .toList(),
                attributes(page.select("base[href]"), "href").limit(1).toList(),
                links(page));
    }

    private static Document parse(byte[] content, String charset, int depth) {
        try {
            return Jsoup.parse(
                    new ByteArrayInputStream(content),
                    isKnown(charset) ? charset : null,
                    "",
                    Parser.htmlParser().setMaxDepth(depth));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never happens: the input is in memory
        } catch (RuntimeException e) { // thrown by parsers for unexpected input
            throw Refusal.oddMarks();
        }
    }

    private static boolean isKnown(String charset) {
        try {
            return !charset.isEmpty() && Charset.isSupported(charset);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    private static Stream<String> attributes(Elements elements, String name) {
        return elements.stream().map(each -> each.attr(name)).filter(PageMarkup::isFit);
    }

    private static List<String> links(Document page) {
        Set<String> links = new LinkedHashSet<>();
        for (Element link : page.select("a[href], area[href]")) {
            boolean follows = !link.attr("rel").toLowerCase(Locale.ROOT).contains("nofollow");
            String address = link.attr("href");
            if (follows && isFit(address) && links.size() < MOST_LINKS) {
                links.add(address);
            }
        }
        return List.copyOf(links);
    }

    private static boolean isFit(String attribute) {
        return attribute.length() <= LONGEST;
    }
}
