package io.zaaky.document.parser;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.nodes.Document;

/**
 * Reads CommonMark with tables. Converts to HTML first, because Markdown may contain HTML anywhere,
 * and so that one implementation handles lists and tables.
 */
final class MarkdownExtractor {
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

    private MarkdownExtractor() {}

    /**
     * @param text clean text
     */
    static Extract extract(String text, Meter meter) {
        FrontMatter front = FrontMatter.of(text);
        Document html = HtmlExtractor.parse(html(front.rest(), meter), meter);
        List<Block> blocks = HtmlExtractor.blocks(html.body(), meter);
        return new Extract(
                front.title().isBlank() ? Block.mainHeading(blocks) : front.title(),
                WebAddress.orEmpty(front.url()),
                blocks);
    }

    private static String html(String markdown, Meter meter) {
        MarkdownSize.check(markdown, meter);
        var parser =
                Parser.builder()
                        .extensions(EXTENSIONS)
                        .maxOpenBlockParsers(meter.limits().quotes())
                        .build();
        var renderer = HtmlRenderer.builder().extensions(EXTENSIONS).build();
        return renderer.render(parser.parse(markdown));
    }
}
