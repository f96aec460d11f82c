package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads plain text: paragraphs separated by empty lines, and the few kinds of markup that people
 * use in it.
 */
final class PlainTextExtractor {
    private static final Pattern UNDERLINE = Pattern.compile("(={3,}|-{3,}|~{3,})\\s*");
    private static final Pattern ITEM = Pattern.compile("\\s*([-*•–]|\\d{1,3}[.)])\\s+\\S.*");
    private static final Pattern COLUMNS = Pattern.compile(".*\\S(\\t|   +)\\S.*");
    private static final int LONGEST_HEADING = 80; // characters

    private final int width; // of the longest line
    private final List<Block> blocks = new ArrayList<>();
    private String title = "";

    private PlainTextExtractor(int width) {
        this.width = width;
    }

    /**
     * @param text clean text
     */
    static Extract extract(String text) {
        int width = text.lines().mapToInt(String::length).max().orElse(0);
        var extractor = new PlainTextExtractor(width);
        List<String> paragraph = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (!line.isBlank()) {
                paragraph.add(line.stripTrailing());
            } else if (!paragraph.isEmpty()) {
                extractor.add(paragraph);
                paragraph = new ArrayList<>();
            }
        }
        if (!paragraph.isEmpty()) {
            extractor.add(paragraph);
        }
        return new Extract(extractor.title, "", extractor.blocks);
    }

    private void add(List<String> lines) {
        List<String> rest = lines;
        if (lines.size() > 1 && UNDERLINE.matcher(lines.get(1)).matches() && isShort(lines)) {
            heading(lines.getFirst().strip(), lines.get(1).startsWith("=") ? 1 : 2);
            rest = lines.subList(2, lines.size());
        } else if (lines.size() == 1 && isHeading(lines.getFirst().strip())) {
            heading(lines.getFirst().strip(), blocks.isEmpty() ? 1 : 2);
            rest = List.of();
        }
        if (!rest.isEmpty()) {
            blocks.add(block(rest));
        }
    }

    private static boolean isShort(List<String> lines) {
        return lines.getFirst().length() <= LONGEST_HEADING;
    }

    /**
     * Whether a line on its own is a heading: the first line may be a title; later lines are
     * headings only in capitals.
     */
    private boolean isHeading(String line) {
        if (line.length() > LONGEST_HEADING || ITEM.matcher(line).matches()) {
            return false;
        }
        boolean capitals =
                line.codePoints().filter(Character::isUpperCase).count() > 3
                        && line.codePoints().noneMatch(Character::isLowerCase);
        return capitals || (blocks.isEmpty() && !line.matches(".*[.,;:!?。！？]"));
    }

    private void heading(String text, int level) {
        if (blocks.isEmpty()) {
            title = text;
        }
        blocks.add(new Block.Heading(level, text));
    }

    private Block block(List<String> lines) {
        if (lines.stream().anyMatch(line -> COLUMNS.matcher(line).matches())) {
            return new Block.Code(String.join("\n", lines));
        }
        if (ITEM.matcher(lines.getFirst()).matches()) {
            return new Block.Listing(items(lines));
        }
        return new Block.Paragraph(unwrap(lines));
    }

    private List<String> items(List<String> lines) {
        List<String> items = new ArrayList<>();
        List<String> item = new ArrayList<>();
        for (String line : lines) {
            if (ITEM.matcher(line).matches() && !item.isEmpty()) {
                items.add(unwrap(item));
                item = new ArrayList<>();
            }
            item.add(line);
        }
        items.add(unwrap(item));
        return items;
    }

    /**
     * Joins wrapped lines: lines of about the longest line's length, and lines on which the next
     * word would not have fitted. Other line breaks are intentional.
     */
    private String unwrap(List<String> lines) {
        int longest = lines.stream().mapToInt(String::length).max().orElse(0);
        var out = new StringBuilder(lines.getFirst().strip());
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            int before = lines.get(i - 1).length();
            boolean full = 4 * before >= 3 * width;
            boolean wrapped = full || before + 1 + line.split("\\s", 2)[0].length() > longest;
            out.append(wrapped ? ' ' : '\n').append(line);
        }
        return out.toString();
    }
}
