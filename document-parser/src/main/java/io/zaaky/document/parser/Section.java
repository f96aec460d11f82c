package io.zaaky.document.parser;

import io.zaaky.document.parser.DocumentText.Placed;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks under one heading.
 *
 * @param path the headings above it, outermost first, without the document's title
 * @param starts where each of these headings begins; {@link #ELSEWHERE} for a heading that is
 *     separated from the body by other text
 * @param body the blocks; a heading is among them only if it counts as text, because nothing is
 *     under it or it is too long
 */
record Section(List<String> path, List<Integer> starts, List<Placed> body) {
    static final int ELSEWHERE = -1;

    private static final int LONGEST_HEADING = 120; // characters
    private static final int LONGEST_PATH = 110; // word pieces

    private record Level(int level, String name, int start) {
        Level behindText() {
            return new Level(level, name, ELSEWHERE);
        }
    }

    /**
     * The sections in order. A heading with nothing under it becomes text of the section above it.
     */
    static List<Section> of(String title, List<Placed> blocks) {
        List<Section> sections = new ArrayList<>();
        List<Level> open = new ArrayList<>();
        Section current = below(open);
        for (int i = 0; i < blocks.size(); i++) {
            Placed placed = blocks.get(i);
            if (!(placed.block() instanceof Block.Heading(int level, String text))) {
                current.body.add(placed);
                continue;
            }
            if (!current.body.isEmpty()) {
                sections.add(current);
                open.replaceAll(Level::behindText);
            }
            while (!open.isEmpty() && open.getLast().level >= level) {
                open.removeLast();
            }
            boolean bare = isBare(blocks, i, level);
            boolean whole = text.length() <= LONGEST_HEADING;
            boolean isTitle = open.isEmpty() && text.equalsIgnoreCase(title);
            if (!bare) {
                open.add(new Level(level, isTitle ? "" : shorten(text), placed.span().start()));
            }
            current = below(open);
            if ((bare || !whole) && !(isTitle && !sections.isEmpty())) {
                current.body.add(placed);
            }
        }
        if (!current.body.isEmpty()) {
            sections.add(current);
        }
        return sections;
    }

    /** The text from the first block to the last, without the heading. */
    Span span() {
        return body.getFirst().span().to(body.getLast().span());
    }

    private static boolean isBare(List<Placed> blocks, int i, int level) {
        return i + 1 == blocks.size()
                || (blocks.get(i + 1).block() instanceof Block.Heading(int next, var text)
                        && next <= level);
    }

    private static String shorten(String text) {
        if (text.length() <= LONGEST_HEADING) {
            return text;
        }
        int end = text.offsetByCodePoints(0, text.codePointCount(0, LONGEST_HEADING - 1));
        return text.substring(0, end) + "…";
    }

    /** An empty section below the innermost headings that fit. */
    private static Section below(List<Level> open) {
        List<Level> path = new ArrayList<>();
        int tokens = 0;
        for (Level level : open.reversed()) {
            tokens += Size.tokens(level.name);
            if (tokens > LONGEST_PATH && !path.isEmpty()) {
                break;
            }
            if (!level.name.isEmpty()) {
                path.addFirst(level);
            }
        }
        return new Section(
                path.stream().map(Level::name).toList(),
                path.stream().map(Level::start).toList(),
                new ArrayList<>());
    }
}
