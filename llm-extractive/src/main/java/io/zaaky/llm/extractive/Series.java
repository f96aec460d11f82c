package io.zaaky.llm.extractive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A sentence that states the same kind of fact for several cases: {@code It leaves at 22:10 from
 * Monday to Friday, at 22:40 on Saturdays and at 21:40 on Sundays.} The answer to a question about
 * Sundays is only the last part.
 *
 * @param head the text before the first part
 * @param parts each with its preposition
 */
record Series(String head, List<String> parts) {
    private static final Pattern START =
            Pattern.compile("(?:^|(,? and |, | ))((at|from|for|until|costs?) [$€£]?\\d)");

    private static final Pattern ENDING = Pattern.compile("[.!?]+$");

    Series {
        parts = List.copyOf(parts);
    }

    /** A sentence without a series is a head without parts. */
    static Series of(String sentence) {
        Matcher starts = START.matcher(sentence);
        if (!starts.find()) {
            return new Series(sentence, List.of());
        }
        String head = sentence.substring(0, starts.start(2));
        String preposition = starts.group(3);
        List<String> parts = new ArrayList<>();
        int from = starts.start(2);
        while (starts.find()) {
            boolean next = !starts.group(1).equals(" ") && starts.group(3).equals(preposition);
            if (next) {
                parts.add(sentence.substring(from, starts.start()));
                from = starts.start(2);
            }
        }
        parts.add(sentence.substring(from));
        boolean series = parts.size() > 1 && parts.stream().noneMatch(p -> p.matches(".*[,;:] .*"));
        return series ? new Series(head, parts) : new Series(sentence, List.of());
    }

    /**
     * The sentence with only those parts that contain the largest number of the words; all parts if
     * none contains any.
     */
    String about(Set<String> words) {
        int most = parts.stream().mapToInt(part -> held(part, words)).max().orElse(0);
        if (most == 0) {
            return text(parts);
        }
        return text(parts.stream().filter(part -> held(part, words) == most).toList());
    }

    /** Whether the words distinguish the parts: some parts contain more of them than others. */
    boolean tells(Set<String> words) {
        return parts.stream().mapToInt(part -> held(part, words)).distinct().count() > 1;
    }

    private static int held(String part, Set<String> words) {
        Set<String> stems = new HashSet<>(Words.stems(part));
        stems.retainAll(words);
        return stems.size();
    }

    private String text(List<String> kept) {
        if (kept.equals(parts)) {
            return whole();
        }
        String said =
                kept.stream()
                        .map(part -> ENDING.matcher(part).replaceFirst(""))
                        .collect(Collectors.joining(" and "));
        return head + said + ".";
    }

    private String whole() {
        if (parts.size() < 2) {
            return head + String.join("", parts);
        }
        return head
                + String.join(", ", parts.subList(0, parts.size() - 1))
                + " and "
                + parts.getLast();
    }
}
