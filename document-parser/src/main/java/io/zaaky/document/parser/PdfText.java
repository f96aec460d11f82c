package io.zaaky.document.parser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds paragraphs, headings and lists from the lines of a PDF. */
final class PdfText {
    private static final Pattern BULLET = Pattern.compile("[•●▪◦‣·\\u2013\\u2014*-]\\s+(\\S.*)");
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,3}|[a-z])[.)]\\s+\\S.*");
    private static final int LONGEST_HEADING = 150; // characters
    private static final double LARGER = 1.15;

    private final Xhtml out;
    private final float body; // the font size of most characters
    private final Map<Float, Integer> headings; // the rank of each size; 0 is the largest
    private final int titles; // 1 if the largest lines are headings, not one title
    private final double leading; // line distance as a multiple of the font size
    private List<PdfLine> paragraph = new ArrayList<>();

    private PdfText(List<List<PdfLine>> pages, Xhtml out) {
        this.out = out;
        Map<Float, Integer> sizes = new HashMap<>();
        for (List<PdfLine> page : pages) {
            page.forEach(line -> sizes.merge(line.size(), line.text().length(), Integer::sum));
        }
        this.body =
                sizes.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse(1f);
        List<Float> large =
                sizes.keySet().stream()
                        .filter(size -> size >= LARGER * body)
                        .sorted((a, b) -> Float.compare(b, a))
                        .toList();
        this.headings = new HashMap<>();
        large.forEach(size -> headings.put(size, headings.size()));
        this.titles = large.isEmpty() || lines(pages, large.getFirst()) <= 2 ? 0 : 1;
        this.leading = leading(pages);
    }

    static void write(List<List<PdfLine>> pages, Xhtml out) {
        var text = new PdfText(pages, out);
        for (List<PdfLine> page : pages) {
            float right = page.stream().map(PdfLine::right).max(Float::compare).orElse(0f);
            for (PdfLine line : page) {
                text.add(line, right);
            }
        }
        text.flush();
    }

    private static long lines(List<List<PdfLine>> pages, float size) {
        return pages.stream().flatMap(List::stream).filter(line -> line.size() == size).count();
    }

    /** The median distance between lines. */
    private static double leading(List<List<PdfLine>> pages) {
        List<Double> all = new ArrayList<>();
        for (List<PdfLine> page : pages) {
            for (int i = 1; i < page.size(); i++) {
                double distance = (page.get(i).y() - page.get(i - 1).y()) / page.get(i).size();
                if (distance > 0.5 && distance < 3) {
                    all.add(distance);
                }
            }
        }
        all.sort(Double::compare);
        return all.isEmpty() ? 1.2 : Math.max(1, all.get(all.size() / 2));
    }

    private void add(PdfLine line, float right) {
        if (!paragraph.isEmpty() && !continues(paragraph.getLast(), line, right)) {
            flush();
        }
        paragraph.add(line);
    }

    private boolean continues(PdfLine before, PdfLine line, float right) {
        float larger = Math.max(before.size(), line.size());
        if (Math.abs(before.size() - line.size()) > 0.1 * larger || before.bold() != line.bold()) {
            return false;
        }
        if (BULLET.matcher(line.text()).matches() || NUMBER.matcher(line.text()).matches()) {
            return false;
        }
        boolean sentenceEnds = before.text().matches("(?s).*[.!?:;][\"'”’)]?\\s*");
        double distance = (line.y() - before.y()) / larger;
        if (distance < -0.5 || distance > 5) { // another column or page
            return !sentenceEnds && begins(line, Character::isLowerCase);
        }
        if (distance > 1.3 * leading) {
            return false;
        }
        boolean indented = line.x() > before.x() + 0.8 * larger;
        boolean isShort = before.right() < right - 0.3 * right;
        return !sentenceEnds || !(indented || (isShort && before.right() < line.right()));
    }

    private static boolean begins(PdfLine line, java.util.function.IntPredicate with) {
        return !line.text().isEmpty() && with.test(line.text().codePointAt(0));
    }

    private void flush() {
        if (paragraph.isEmpty()) {
            return;
        }
        String text = joined();
        PdfLine first = paragraph.getFirst();
        Matcher bullet = BULLET.matcher(text);
        int level = level(first, text);
        if (level > 0) {
            out.heading(level, text);
        } else if (bullet.matches()) {
            out.item(bullet.group(1));
        } else {
            out.paragraph(text);
        }
        paragraph = new ArrayList<>();
    }

    /** The level of a heading; 0 if the text is not a heading. */
    private int level(PdfLine first, String text) {
        boolean sentence = text.matches(".*[.,;:]") || BULLET.matcher(text).matches();
        boolean letters = text.codePoints().filter(Character::isLetter).count() > 1;
        if (text.length() > LONGEST_HEADING || sentence || !letters) {
            return 0;
        }
        Integer rank = headings.get(first.size());
        if (rank != null) {
            return Math.min(rank, 3) + 1 + titles;
        }
        boolean bold = first.bold() && first.size() >= 0.95 * body && paragraph.size() <= 2;
        return bold && text.length() <= LONGEST_HEADING / 2
                ? Math.clamp(headings.size(), 1, 4) + 1 + titles
                : 0;
    }

    /** Joins the lines into one, and rejoins words hyphenated at line ends. */
    private String joined() {
        var text = new StringBuilder();
        for (PdfLine line : paragraph) {
            String next = line.text().strip();
            int last = text.length() - 1;
            boolean divided =
                    last > 0
                            && (text.charAt(last) == '-' || text.charAt(last) == '\u00AD')
                            && Character.isLetter(text.charAt(last - 1));
            if (divided && begins(line, Character::isLowerCase)) {
                text.setLength(last);
            } else if (!text.isEmpty() && !divided) {
                text.append(' ');
            }
            text.append(next);
        }
        return text.toString();
    }
}
