package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of a document as it was read, in which its chunks have their places: all blocks in
 * reading order, headings too, each as {@link Block#text()} says. A line feed stands behind a
 * heading, two stand behind any other block; none at the end. The title and what is not read, such
 * as a page's navigation, are not in it.
 *
 * @param blocks each block with its place; none without text
 */
record DocumentText(String text, List<Placed> blocks) {

    /** A block and where its text lies. */
    record Placed(Block block, Span span) {}

    static DocumentText of(List<Block> blocks, Meter meter) {
        var text = new StringBuilder();
        List<Placed> placed = new ArrayList<>();
        for (Block block : blocks) {
            meter.characters(block.size());
            String next = block.text();
            if (next.isBlank()) {
                continue;
            }
            if (!placed.isEmpty()) {
                text.append(placed.getLast().block() instanceof Block.Heading ? "\n" : "\n\n");
            }
            int start = text.length();
            text.append(next);
            placed.add(new Placed(block, new Span(start, text.length())));
        }
        return new DocumentText(text.toString(), List.copyOf(placed));
    }
}
