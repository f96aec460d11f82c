package io.zaaky.app.chat;

import io.zaaky.spi.MessageState;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes a follow-up searchable, by rules: "and on Sundays?" is searched together with the question
 * that it continues.
 */
final class QueryEnhancer {
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern EDGES = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");

    private static final Set<String> OPENINGS =
            Set.of(
                    "and",
                    "but",
                    "or",
                    "also",
                    "then",
                    "so",
                    "what about",
                    "how about",
                    "what if",
                    "why",
                    "why not",
                    "how so",
                    "und",
                    "aber",
                    "oder",
                    "auch",
                    "was ist mit",
                    "wie sieht es",
                    "warum",
                    "et",
                    "mais",
                    "y",
                    "pero",
                    "e");

    private static final Set<String> REFERENCES =
            Set.of(
                    "it", "its", "they", "them", "their", "that", "this", "those", "these", "there",
                    "he", "she", "him", "her", "one", "ones", "same", "else", "instead", "too",
                    "then", "es", "sie", "das", "dort", "dies", "diese", "dieser", "ihn", "davon",
                    "dafür", "dazu", "dann", "ça", "cela", "eso", "esto");

    private static final int SHORT = 4; // words; shorter texts are seldom questions of their own
    private static final int MOST_WORDS = 14; // a longer question names its own topic
    private static final int MOST_CONTEXT = 400; // characters

    private QueryEnhancer() {}

    /**
     * What to search for.
     *
     * @param question self-contained, as far as rules allow
     * @param queries what to search for, the most telling first; at least one
     */
    record Plan(String question, List<String> queries) {
        Plan {
            queries = List.copyOf(queries);
        }

        static Plan of(String question) {
            return new Plan(question, List.of(question));
        }
    }

    /** Plans the search. Pure: the same question after the same history gives the same plan. */
    static Plan plan(String question, List<StoredMessage> history) {
        Optional<String> before = topic(history);
        if (before.isEmpty() || !continues(question)) {
            return Plan.of(question);
        }
        String whole = before.get() + " " + question;
        return new Plan(whole, List.of(whole, question));
    }

    /** Whether the question seems to refer to what was said before. */
    static boolean continues(String question) {
        String plain = question.strip().toLowerCase(Locale.ROOT);
        String[] words = SPACE.split(plain, -1);
        if (words.length > MOST_WORDS) {
            return false;
        }
        if (words.length <= SHORT
                || OPENINGS.stream().anyMatch(opening -> startsWith(plain, opening))) {
            return true;
        }
        for (String word : words) {
            if (REFERENCES.contains(EDGES.matcher(word).replaceAll(""))) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(String text, String opening) {
        return text.startsWith(opening)
                && (text.length() == opening.length()
                        || !Character.isLetter(text.charAt(opening.length())));
    }

    /**
     * Whether an answer rests on a search, or would if it had not failed. A reply to small talk
     * does not.
     */
    private static boolean isOfSearch(StoredMessage answer) {
        return answer.state() == MessageState.FAILED
                || answer.metadata()
                        .lookup()
                        .map(lookup -> !lookup.queries().isEmpty())
                        .orElse(true);
    }

    /** The visitor's last self-contained question, with the follow-ups since. */
    private static Optional<String> topic(List<StoredMessage> history) {
        String since = "";
        boolean searched = true; // of the question; its answer, which comes first here, decides
        for (StoredMessage message : history.reversed()) {
            if (message.role() != Role.USER) {
                searched = isOfSearch(message);
                continue;
            }
            if (!searched) {
                continue;
            }
            since = since.isEmpty() ? message.content() : message.content() + " " + since;
            if (since.length() > MOST_CONTEXT) {
                return Optional.of(since.substring(since.length() - MOST_CONTEXT));
            }
            if (!continues(message.content())) {
                return Optional.of(since);
            }
        }
        return since.isEmpty() ? Optional.empty() : Optional.of(since);
    }
}
