package io.zaaky.llm.extractive;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides which parts of a statement are quoted, and how. */
final class Quote {
    private static final Pattern ENDING = Pattern.compile("[.!?…]+[\"'”’»)\\]]*$");

    private Quote() {}

    /**
     * The text to quote: of a row, only the columns that the question asks for; of a series, only
     * the parts; otherwise the whole statement. The latest question takes precedence.
     */
    static String of(Statement statement, Asked asked) {
        if (statement.isRow()) {
            Row row = statement.rows().get(statement.row());
            List<Integer> latest = row.columns(asked.latest());
            return row.text(
                    latest.size() < row.values().size() - 1 ? latest : row.columns(asked.words()));
        }
        Series series = Series.of(statement.text());
        if (series.tells(asked.latest())) {
            return series.about(asked.latest());
        }
        return series.tells(asked.words()) ? series.about(asked.words()) : statement.text();
    }

    /** {@code The desk opens at nine [2].} */
    static String cited(Statement statement, Asked asked) {
        String text = of(statement, asked);
        Matcher ending = ENDING.matcher(text);
        String mark = " [" + statement.passage() + "]";
        return ending.find()
                ? text.substring(0, ending.start()) + mark + ending.group()
                : text + mark + ".";
    }

    /**
     * Whether no other row of the same table matches the question better. Only words that
     * distinguish the rows count.
     */
    static boolean isBestRow(Statement statement, Asked asked) {
        if (!statement.isRow()) {
            return true;
        }
        double best =
                statement.rows().stream()
                        .mapToDouble(row -> fit(row, statement, asked))
                        .max()
                        .orElse(0);
        return fit(statement.rows().get(statement.row()), statement, asked) >= best;
    }

    private static double fit(Row row, Statement statement, Asked asked) {
        Set<String> own = words(row);
        own.removeIf(word -> statement.rows().stream().allMatch(r -> words(r).contains(word)));
        own.retainAll(asked.words());
        return own.stream().mapToDouble(word -> asked.latest().contains(word) ? 2 : 1).sum();
    }

    private static Set<String> words(Row row) {
        return new HashSet<>(Words.stems(String.join(" ", row.values())));
    }
}
