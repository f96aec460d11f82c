package io.zaaky.ingestion;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands under one heading.
 *
 * @param path the headings above it, outermost first, without the document's title
 * @param body no headings
 */
record Section(List<String> path, List<Block> body) {
    private static final int LONGEST_HEADING = 120; // characters
    private static final int LONGEST_PATH = 110; // word pieces

    private record Level(int level, String name) {}

    /** The sections in order. A heading with nothing under it becomes text of the one above. */
    static List<Section> of(String title, List<Block> blocks) {
        List<Section> sections = new ArrayList<>();
        List<Level> open = new ArrayList<>();
        var current = new Section(List.of(), new ArrayList<>());
        for (int i = 0; i < blocks.size(); i++) {
            if (!(blocks.get(i) instanceof Block.Heading(int level, String text))) {
                current.body.add(blocks.get(i));
                continue;
            }
            if (!current.body.isEmpty()) {
                sections.add(current);
            }
            while (!open.isEmpty() && open.getLast().level >= level) {
                open.removeLast();
            }
            boolean bare = isBare(blocks, i, level);
            boolean whole = text.length() <= LONGEST_HEADING;
            boolean isTitle = open.isEmpty() && text.equalsIgnoreCase(title);
            if (bare) {
                current = new Section(path(open), new ArrayList<>());
            } else {
                open.add(new Level(level, isTitle ? "" : shorten(text)));
                current = new Section(path(open), new ArrayList<>());
            }
            if ((bare || !whole) && !(isTitle && !sections.isEmpty())) {
                current.body.add(new Block.Paragraph(text));
            }
        }
        if (!current.body.isEmpty()) {
            sections.add(current);
        }
        return sections;
    }

    private static boolean isBare(List<Block> blocks, int i, int level) {
        return i + 1 == blocks.size()
                || (blocks.get(i + 1) instanceof Block.Heading(int next, var text)
                        && next <= level);
    }

    private static String shorten(String text) {
        if (text.length() <= LONGEST_HEADING) {
            return text;
        }
        int end = text.offsetByCodePoints(0, text.codePointCount(0, LONGEST_HEADING - 1));
        return text.substring(0, end) + "…";
    }

    /** The innermost headings that fit. */
    private static List<String> path(List<Level> open) {
        List<String> path = new ArrayList<>();
        int tokens = 0;
        for (Level level : open.reversed()) {
            tokens += Size.tokens(level.name);
            if (tokens > LONGEST_PATH && !path.isEmpty()) {
                break;
            }
            if (!level.name.isEmpty()) {
                path.addFirst(level.name);
            }
        }
        return List.copyOf(path);
    }
}
