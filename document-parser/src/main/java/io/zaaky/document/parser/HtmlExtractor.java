package io.zaaky.document.parser;

import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;
import org.jsoup.select.Elements;

/** Reads the main content of a web page, without what surrounds it on every page. */
final class HtmlExtractor {
    private static final String NOT_TEXT =
            "script, style, noscript, template, iframe, object, svg, canvas, audio, video, head,"
                    + " input, select, textarea";
    private static final String UNSEEN =
            "[hidden], [aria-hidden=true], [style~=(?i)display\\s*:\\s*none],"
                    + " [style~=(?i)visibility\\s*:\\s*hidden]";
    private static final String AROUND =
            "nav, aside, footer, button, dialog, [role=navigation], [role=banner],"
                    + " [role=contentinfo], [role=complementary], [role=search], [role=dialog],"
                    + " [role=alertdialog], [role=menu], [role=menubar], [role=toolbar]";
    private static final Pattern COOKIES =
            Pattern.compile("(?i)(^|[\\s_-])(cookies?|consent|gdpr)([\\s_-]|$)");

    private HtmlExtractor() {}

    /**
     * @param text clean text
     */
    static Extract extract(String text, Meter meter) {
        Document page = parse(text, meter);
        String title = FileTitle.meant(CleanText.line(page.title()));
        String url = "";
        for (Element link : page.select("link[rel~=(?i)^canonical$][href]")) {
            url = url.isEmpty() ? WebAddress.orEmpty(link.attr("href")) : url;
        }
        Element content = content(page);
        List<Block> blocks = blocks(content, meter);
        return new Extract(title.isEmpty() ? Block.mainHeading(blocks) : title, url, blocks);
    }

    /**
     * Reads XHTML that a parser of another format has produced; all of it is content.
     *
     * @param title empty if there is none
     */
    static Extract extract(String title, String xhtml, Meter meter) {
        List<Block> blocks = blocks(parse(CleanText.of(xhtml), meter).body(), meter);
        String own = FileTitle.meant(CleanText.line(title));
        return new Extract(own.isEmpty() ? Block.mainHeading(blocks) : own, "", blocks);
    }

    static Document parse(String html, Meter meter) {
        return parse(new StringReader(html), meter);
    }

    /**
     * Parses HTML, which includes XHTML; HTML's entities are fixed. Counts elements while parsing.
     */
    static Document parse(Reader html, Meter meter) {
        Parser parser = Parser.htmlParser().setMaxDepth(meter.limits().depth());
        try (var reading = new StreamParser(parser).parse(html, "")) {
            reading.stream().forEach(element -> meter.elements(1));
            return reading.document();
        }
    }

    /** The blocks below {@code content}, which this method modifies. */
    static List<Block> blocks(Element content, Meter meter) {
        content.select(NOT_TEXT).remove();
        content.select(UNSEEN).remove();
        for (Element image : content.select("img")) {
            image.replaceWith(new TextNode(image.attr("alt")));
        }
        for (Element link : content.select("a[href~=(?i)^mailto:]")) {
            String address = link.attr("href").substring("mailto:".length()).split("\\?", 2)[0];
            if (!link.text().contains(address)) {
                link.appendText(" (" + address + ")");
            }
        }
        var walk = new HtmlBlocks(meter);
        walk.traverse(content);
        return walk.result();
    }

    private static Element content(Document page) {
        Element body = page.body();
        removeAround(body);
        List<Element> mains = new ArrayList<>(body.select("main, [role=main]"));
        mains.removeIf(main -> !main.hasText());
        if (!mains.isEmpty()) {
            return mains.getFirst();
        }
        Elements articles = body.select("article");
        boolean one = articles.size() == 1 && 2 * articles.text().length() > body.text().length();
        return one ? articles.get(0) : body;
    }

    private static void removeAround(Element body) {
        body.select(AROUND).remove();
        for (Element header : body.select("header")) {
            if (header.closest("main, article, [role=main]") == null) {
                header.remove();
            }
        }
        for (Element banner : body.select("div, section, form")) {
            boolean cookies = COOKIES.matcher(banner.className() + " " + banner.id()).find();
            if (cookies && banner.selectFirst("main, article, [role=main], h1") == null) {
                banner.remove();
            }
        }
    }
}
