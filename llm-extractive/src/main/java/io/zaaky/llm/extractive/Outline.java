package io.zaaky.llm.extractive;

import io.zaaky.spi.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits one passage, Markdown or plain text, line by line into statements. Used once, by one
 * thread.
 */
final class Outline {
    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");
    private static final Pattern RULE = Pattern.compile("[-=*_\\s]{3,}|`{3,}.*|~{3,}.*");
    private static final Pattern ITEM =
            Pattern.compile("(?:[-*+•‣–]|\\d{1,2}[.)])\\s+(?:\\[[ xX]\\]\\s+)?(.*)");
    private static final Pattern ENDED = Pattern.compile(".*[.!?…][\"'”’»)\\]]*");

    /** Lines are never wrapped narrower than this, in characters. */
    private static final int NARROWEST = 60;

    /** A line on its own with at most this many words is a heading. */
    private static final int HEADING_WORDS = 14;

    /** A list longer than this, in words, is not quoted as one statement. */
    private static final int LONG = 60;

    private final int number;
    private final String section;
    private final int width;
    private final List<Statement> statements = new ArrayList<>();
    private final List<String> paragraph = new ArrayList<>();
    private final List<String> items = new ArrayList<>();
    private final Table table = new Table();
    private String lead = "";
    private String topic = "";
    private int sinceTopic;
    private int before; // the length of the paragraph's last line, including its markup

    private Outline(int number, Passage passage) {
        this.number = number;
        this.section = passage.title() + " " + passage.heading();
        int last = passage.heading().lastIndexOf('>');
        this.topic = passage.heading().substring(last + 1).strip();
        this.width =
                Math.max(
                        NARROWEST, passage.text().lines().mapToInt(String::length).max().orElse(0));
    }

    /**
     * @param number the passage's number, from 1
     */
    static List<Statement> of(int number, Passage passage) {
        var outline = new Outline(number, passage);
        passage.text().lines().map(String::strip).forEach(outline::line);
        outline.endBlock(true);
        return outline.statements;
    }

    private void line(String line) {
        String text = line.replaceFirst("^(?:>\\s?)+", "").strip();
        Matcher heading = HEADING.matcher(text);
        Matcher item = ITEM.matcher(text);
        if (heading.matches()) {
            endBlock(false);
            topic(Markup.plain(heading.group(1)));
        } else if (text.startsWith("|") && text.indexOf('|', 1) > 0) {
            endParagraph(false);
            endList();
            table.line(text);
        } else if (item.matches()) {
            beginItem(Markup.plain(item.group(1)));
        } else if (text.isEmpty()) {
            endTable();
            if (items.isEmpty() && !introduces()) {
                endParagraph(false);
            }
        } else if (RULE.matcher(text).matches()) {
            endBlock(false);
        } else if (row(Markup.plain(text))) {
            endList();
        } else {
            prose(Markup.plain(text), line);
        }
    }

    /**
     * Handles a row such as {@code Day: Sunday; Office: closed}; the line right above it is its
     * heading.
     */
    private boolean row(String text) {
        if (ENDED.matcher(text).matches() || !table.takes(text)) {
            return false;
        }
        breakParagraph();
        return true;
    }

    private boolean introduces() {
        return !paragraph.isEmpty() && paragraph.getLast().endsWith(":");
    }

    private void beginItem(String text) {
        endTable();
        if (items.isEmpty() && introduces()) {
            List<String> sentences = Sentences.split(String.join(" ", paragraph));
            lead = sentences.removeLast();
            sentences.forEach(this::sentence);
            paragraph.clear();
        } else if (items.isEmpty()) {
            breakParagraph();
        }
        if (!text.isEmpty()) {
            items.add(text);
        }
    }

    /** Handles a line of a paragraph, or the rest of a list item that spans several lines. */
    private void prose(String text, String raw) {
        endTable();
        if (!items.isEmpty() && paragraph.isEmpty() && continues(text)) {
            items.set(items.size() - 1, items.getLast() + " " + text);
            return;
        }
        endList();
        boolean bold = raw.matches("(\\*\\*|__).*\\1:?");
        if (bold && paragraph.isEmpty() && Words.count(text) <= 12) {
            topic(text);
        } else if (!text.isEmpty()) {
            if (!paragraph.isEmpty() && meant(raw)) {
                breakParagraph();
            }
            paragraph.add(text);
            before = raw.length();
        }
    }

    /**
     * Whether the break between two lines of a paragraph is intentional. It is not if the next word
     * would not have fitted on the line: then the paragraph was only wrapped to its width.
     */
    private boolean meant(String next) {
        return before + 1 + next.split(" ", 2)[0].length() <= width;
    }

    /** Ends the paragraph at a break with more text right below it. */
    private void breakParagraph() {
        if (paragraph.size() == 1 && isHeading(paragraph.getFirst())) {
            topic(paragraph.getFirst());
            paragraph.clear();
        }
        endParagraph(false);
    }

    /**
     * {@code Route 1: Alder Island} may be a heading; {@code Sunday: closed} is a statement itself.
     */
    private static boolean isHeading(String line) {
        return Words.count(line) <= HEADING_WORDS
                && !line.matches(".*[.!?…:;,][\"'”’»)\\]]*")
                && !line.matches(".*: [^\\p{Lu}].*");
    }

    private boolean continues(String text) {
        return !ENDED.matcher(items.getLast()).matches()
                && !text.isEmpty()
                && !Character.isUpperCase(text.codePointAt(0));
    }

    private void endBlock(boolean last) {
        endTable();
        endList();
        endParagraph(last);
    }

    /**
     * @param last whether the passage ends here, perhaps in the middle of a sentence
     */
    private void endParagraph(boolean last) {
        String text = String.join(" ", paragraph);
        boolean oneLine = paragraph.size() == 1;
        paragraph.clear();
        if (text.isEmpty()) {
            return;
        }
        boolean ended = ENDED.matcher(text).matches();
        if (!last && !ended && oneLine && Words.count(text) <= 8 && !text.matches(".*\\d.*")) {
            topic(text);
            return;
        }
        List<String> sentences = Sentences.split(text);
        if (last && !ended && Words.count(sentences.getLast()) > 12 && sentences.size() > 1) {
            sentences.removeLast(); // cut in the middle
        }
        sentences.forEach(this::sentence);
    }

    private void endList() {
        if (items.isEmpty()) {
            return;
        }
        boolean fragments = items.stream().noneMatch(item -> ENDED.matcher(item).matches());
        String together = String.join("; ", items.stream().map(Outline::unended).toList());
        String intro = lead.isEmpty() && fragments ? topic : lead;
        boolean asOne = (fragments || !lead.isEmpty()) && Words.count(intro + together) <= LONG;
        if (asOne && !intro.isEmpty() && !intro.endsWith("?")) {
            add(unended(intro) + ": " + together + ".");
        } else {
            for (String item : items) {
                Sentences.split(item).forEach(this::sentence);
            }
        }
        lead = "";
        items.clear();
    }

    private void endTable() {
        List<Row> rows = table.end();
        for (int i = 0; i < rows.size(); i++) {
            add(rows.get(i).text(), rows, i);
        }
        sinceTopic -= rows.isEmpty() ? 0 : rows.size() - 1; // all rows are equally near
    }

    /** A question is a topic too: the text after it answers it. */
    private void sentence(String sentence) {
        if (sentence.endsWith("?")) {
            topic(sentence);
        } else if (isWhole(sentence)) {
            add(ENDED.matcher(sentence).matches() ? sentence : unended(sentence) + ".");
        }
    }

    /**
     * Whether this is neither the end of a sentence that began in the previous part nor mere
     * symbols.
     */
    private static boolean isWhole(String sentence) {
        int first = sentence.codePointAt(0);
        boolean begun =
                Character.isLowerCase(first)
                        && (sentence.length() < 2 || !Character.isUpperCase(sentence.charAt(1)));
        return !begun && Words.count(sentence) >= 2;
    }

    private void topic(String text) {
        topic = text;
        sinceTopic = 0;
    }

    private void add(String text) {
        add(text, List.of(), 0);
    }

    private void add(String text, List<Row> rows, int row) {
        int order = statements.size();
        statements.add(new Statement(number, order, text, topic, sinceTopic, section, rows, row));
        sinceTopic++;
    }

    private static String unended(String text) {
        return text.replaceFirst("[\\s:;,.]+$", "");
    }
}
