package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of a document as it was read, to which the positions of its chunks refer. It consists of
 * all blocks in reading order, including headings, each as {@link Block#text()} returns it. One
 * line feed follows a heading, two follow any other block, and none follows the last. The title and
 * skipped parts, such as a page's navigation, are not included.
 *
 * @param blocks the blocks that have text, each with its position
 */
record DocumentText(String text, List<Placed> blocks) {

    /** A block and the position of its text. */
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
