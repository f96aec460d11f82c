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
 * What the markup of a web page says to robots. Addresses are as they stand there.
 *
 * @param robots the contents of the meta elements that are for all robots, or for us
 * @param canonical where it says that it really is; at most one
 * @param base what its links are relative to, if not to itself; at most one
 * @param links that may be followed, each once, in order
 */
record PageMarkup(
        List<String> robots, List<String> canonical, List<String> base, List<String> links) {
    private static final int MOST_LINKS = 5000;
    private static final int MOST_ROBOTS = 100;
    private static final int LONGEST = 4000; // characters of an attribute

    /**
     * Reads the page.
     *
     * @param charset as the server named it; empty if it did not
     * @throws Refusal if it has too many elements
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
            throw new UncheckedIOException(e); // never: it is in memory
        } catch (RuntimeException e) { // what a parser throws at input that it did not expect
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
