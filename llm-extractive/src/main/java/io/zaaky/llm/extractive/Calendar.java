package io.zaaky.llm.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows that July lies between June and August, and Wednesday between Monday and Friday. */
final class Calendar {
    private static final List<String> MONTHS =
            List.of(
                    "january",
                    "february",
                    "march",
                    "april",
                    "may",
                    "june",
                    "july",
                    "august",
                    "september",
                    "october",
                    "november",
                    "december");
    private static final List<String> DAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

    private static final Pattern SPAN =
            Pattern.compile(
                    "\\b(\\p{L}+?)s?(?: \\d{4})?(?: to | until | – |–)(?:\\d{1,2}"
                            + " )?(\\p{L}+?)s?\\b");
    private static final Pattern WEEKEND =
            Pattern.compile("\\bsaturdays?(?: and | to |–)sundays?\\b");

    private Calendar() {}

    /** The text, in lower case, with the months and days that its spans include. */
    static String spelledOut(String text) {
        var all = new StringBuilder(text);
        Matcher spans = SPAN.matcher(text);
        while (spans.find()) {
            between(MONTHS, spans.group(1), spans.group(2)).forEach(m -> all.append(' ').append(m));
            List<String> days = between(DAYS, spans.group(1), spans.group(2));
            days.forEach(day -> all.append(' ').append(day));
            if (days.size() == 3) {
                all.append(" weekdays");
            }
        }
        return WEEKEND.matcher(text).find() ? all.append(" weekends").toString() : all.toString();
    }

    private static List<String> between(List<String> names, String from, String to) {
        List<String> between = new ArrayList<>();
        int last = names.indexOf(to);
        if (last >= 0 && names.contains(from) && !from.equals(to)) {
            int size = names.size();
            for (int i = (names.indexOf(from) + 1) % size; i != last; i = (i + 1) % size) {
                between.add(names.get(i));
            }
        }
        return between;
    }
}
