package io.zaaky.document.parser;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Derives a title for a document that has none: {@code rules/mooring-rules.txt} is "Mooring rules".
 */
final class FileTitle {
    /** What programs write if nobody has given a title. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile(
                    "\\(?(anonymous|untitled|unnamed|unspecified|no title)\\)?"
                            + "( (document|page|presentation|spreadsheet))?( ?\\d+)?"
                            + "|(document|presentation|book|slide) ?\\d+"
                            + "|powerpoint presentation|new page( \\d+)?",
                    Pattern.CASE_INSENSITIVE);

    /** What printing to PDF makes of a file name. */
    private static final Pattern PRINTED =
            Pattern.compile(
                    "Microsoft (?:Word|PowerPoint|Excel) - (.*?)(?:\\.[a-z]{3,4})?",
                    Pattern.CASE_INSENSITIVE);

    private FileTitle() {}

    /** The title of a document; empty if only a program has put it there. */
    static String meant(String title) {
        Matcher printed = PRINTED.matcher(title);
        String name = printed.matches() ? printed.group(1) : title;
        return PLACEHOLDER.matcher(name).matches() ? "" : name;
    }

    static String of(String id) {
        String name = id.substring(id.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String words = stem.replaceAll("~[0-9a-f]{10}$", "").replaceAll("[-_~.]+", " ").strip();
        return words.isEmpty()
                ? name
                : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
