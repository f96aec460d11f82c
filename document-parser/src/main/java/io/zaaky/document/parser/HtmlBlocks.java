package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * Walks HTML in reading order and collects its blocks. Not recursive, so deep nesting does no harm.
 */
final class HtmlBlocks implements NodeFilter {
    private final List<Block> blocks = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final List<String> items = new ArrayList<>(); // of the outermost open list
    private final List<Integer> numbers = new ArrayList<>(); // one per open list; 0: bullets
    private final Meter meter;
    private final StringBuilder item = new StringBuilder(); // the last of the items
    private boolean itemOpens;

    HtmlBlocks(Meter meter) {
        this.meter = meter;
    }

    List<Block> result() {
        flush();
        return List.copyOf(blocks);
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode piece) {
            append(piece.getWholeText());
            return FilterResult.CONTINUE;
        }
        if (!(node instanceof Element element)) {
            return FilterResult.CONTINUE;
        }
        return switch (element.normalName()) {
            case "br" -> lineBreak();
            case "pre" -> pre(element);
            case "table" -> table(element);
            case "ul", "ol", "menu" -> listBegins(element);
            case "li" -> itemBegins();
            case "dd" -> endsWithColon() ? FilterResult.CONTINUE : flush();
            default -> element.isBlock() ? flush() : FilterResult.CONTINUE;
        };
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (!(node instanceof Element element)) {
            return FilterResult.CONTINUE;
        }
        return switch (element.normalName()) {
            case "h1", "h2", "h3", "h4", "h5", "h6" ->
                    heading(element.normalName().charAt(1) - '0');
            case "ul", "ol", "menu" -> listEnds();
            case "dt" -> term();
            default -> element.isBlock() ? flush() : FilterResult.CONTINUE;
        };
    }

    private FilterResult heading(int level) {
        String heading = CleanText.line(text.toString());
        if (!numbers.isEmpty() || heading.isEmpty()) {
            return flush();
        }
        text.setLength(0);
        blocks.add(new Block.Heading(level, heading));
        return FilterResult.CONTINUE;
    }

    private FilterResult pre(Element element) {
        flush();
        String code = CleanText.of(element.wholeText()).stripTrailing().replaceFirst("^\\n+", "");
        if (!code.isBlank()) {
            add(new Block.Code(code), code.lines().toList());
        }
        return FilterResult.SKIP_CHILDREN;
    }

    private FilterResult table(Element element) {
        flush();
        if (!HtmlTable.isData(element)) {
            return FilterResult.CONTINUE;
        }
        Element caption = element.selectFirst("caption");
        if (caption != null) {
            append(caption.text());
            flush();
        }
        Block.Table table = HtmlTable.read(element, meter);
        meter.characters(table.size());
        List<String> lines = table.parts();
        if (!lines.isEmpty()) {
            add(table, lines);
        }
        return FilterResult.SKIP_CHILDREN;
    }

    private FilterResult listBegins(Element list) {
        flush();
        numbers.add(list.normalName().equals("ol") ? start(list.attr("start")) : 0);
        return FilterResult.CONTINUE;
    }

    private static int start(String attribute) {
        return attribute.matches("[1-9]\\d{0,5}") ? Integer.parseInt(attribute) : 1;
    }

    private FilterResult itemBegins() {
        flush();
        itemOpens = true;
        return FilterResult.CONTINUE;
    }

    private FilterResult listEnds() {
        flush();
        if (!numbers.isEmpty()) {
            numbers.removeLast();
        }
        if (numbers.isEmpty()) {
            itemEnds();
            if (!items.isEmpty()) {
                blocks.add(new Block.Listing(items));
                items.clear();
            }
        }
        itemOpens = false;
        return FilterResult.CONTINUE;
    }

    private FilterResult term() {
        if (!text.isEmpty() && !endsWithColon()) {
            text.append(": ");
        }
        return FilterResult.CONTINUE;
    }

    private boolean endsWithColon() {
        int last = text.length() - 1;
        while (last >= 0 && CleanText.isSpace(text.charAt(last))) {
            last--;
        }
        return last >= 0 && text.charAt(last) == ':';
    }

    private FilterResult lineBreak() {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        return FilterResult.CONTINUE;
    }

    private void append(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            boolean gap = text.isEmpty() || CleanText.isSpace(text.charAt(text.length() - 1));
            if (!CleanText.isSpace(c)) {
                text.append(c);
            } else if (!gap) {
                text.append(' ');
            }
        }
    }

    private FilterResult flush() {
        String paragraph = CleanText.of(text.toString()).strip();
        text.setLength(0);
        if (!paragraph.isEmpty()) {
            add(new Block.Paragraph(paragraph), List.of(paragraph));
        }
        return FilterResult.CONTINUE;
    }

    /** Adds a block; within a list, it becomes lines of the item. */
    private void add(Block block, List<String> lines) {
        if (numbers.isEmpty()) {
            blocks.add(block);
            return;
        }
        String indent = "  ".repeat(numbers.size() - 1);
        meter.characters((long) lines.size() * (indent.length() + 2));
        String joined = String.join("\n" + indent + "  ", lines);
        if (itemOpens || item.isEmpty()) {
            itemEnds();
            item.append(indent).append(marker()).append(joined);
            itemOpens = false;
        } else {
            item.append('\n').append(indent).append("  ").append(joined);
        }
    }

    private void itemEnds() {
        if (!item.isEmpty()) {
            items.add(item.toString());
            item.setLength(0);
        }
    }

    private String marker() {
        int number = numbers.getLast();
        if (number == 0) {
            return "- ";
        }
        numbers.set(numbers.size() - 1, number + 1);
        return number + ". ";
    }
}
