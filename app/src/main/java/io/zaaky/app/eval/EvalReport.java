package io.zaaky.app.eval;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zaaky.app.eval.Statistics.Difference;
import io.zaaky.spi.ContextQuality.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The results of a set of questions at one chatbot, or at two for comparison. */
final class EvalReport {
    private static final double NANOS = 1e6; // per millisecond

    private final String name;
    private final List<Measured> ours;
    private final Optional<Other> other;

    /**
     * Another chatbot's results.
     *
     * @param all for the same questions, in the same order
     */
    record Other(String name, List<Measured> all) {}

    EvalReport(String name, List<Measured> ours, Optional<Other> other) {
        this.name = name;
        this.ours = List.copyOf(ours);
        this.other = other;
    }

    /**
     * A figure that is a mean over questions, so that two chatbots can be compared question by
     * question.
     *
     * @param of NaN for a question that it does not apply to
     */
    private record Figure(String title, ToDoubleFunction<Measured> of) {
        double[] values(List<Measured> all) {
            return all.stream().mapToDouble(of).filter(value -> !Double.isNaN(value)).toArray();
        }

        String key() {
            return title.replace(' ', '_').replace('@', '_');
        }
    }

    private static final List<Figure> FIGURES =
            List.of(
                    ranking("ndcg@10", Measured::ndcg10),
                    ranking("recall@10", Measured::recall10),
                    ranking("recall@100", Measured::recall100),
                    ranking("mrr@10", Measured::reciprocal10),
                    new Figure("facts found", Measured::facts),
                    new Figure("verdict right", each -> each.verdictRight() ? 1 : 0));

    private static Figure ranking(String title, ToDoubleFunction<Measured> of) {
        return new Figure(title, each -> each.answerable() ? of.applyAsDouble(each) : Double.NaN);
    }

    /** The report for people. */
    String text() {
        var text = new StringBuilder();
        long answerable = ours.stream().filter(Measured::answerable).count();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%d questions, %d of them answerable%n%n",
                        ours.size(),
                        answerable));
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                other.map(b -> List.of("", name, b.name(), "difference", "95 % of it"))
                        .orElseGet(() -> List.of("", name)));
        for (Figure figure : FIGURES) {
            rows.add(row(figure));
        }
        rows.add(plain("score tells them apart (AUC)", EvalReport::auc, 3));
        rows.add(plain("answerable: good", all -> share(all, true, Verdict.GOOD), 3));
        rows.add(plain("answerable: weak", all -> share(all, true, Verdict.WEAK), 3));
        rows.add(plain("answerable: none (refused)", all -> share(all, true, Verdict.NONE), 3));
        rows.add(plain("others: none", all -> share(all, false, Verdict.NONE), 3));
        rows.add(plain("ms, median", all -> millis(all, 0.5), 1));
        rows.add(plain("ms, 99 of 100", all -> millis(all, 0.99), 1));
        return text.append(aligned(rows)).toString();
    }

    private List<String> row(Figure figure) {
        double[] mine = figure.values(ours);
        List<String> cells =
                new ArrayList<>(List.of(figure.title(), number(Statistics.mean(mine), 3)));
        other.ifPresent(
                b -> {
                    double[] theirs = figure.values(b.all());
                    cells.add(number(Statistics.mean(theirs), 3));
                    if (mine.length > 0) {
                        Difference gap = Statistics.paired(mine, theirs);
                        cells.add(signed(gap.mean()));
                        cells.add(signed(gap.low()) + " to " + signed(gap.high()));
                    }
                });
        return cells;
    }

    private List<String> plain(String title, ToDoubleFunction<List<Measured>> of, int digits) {
        List<String> cells =
                new ArrayList<>(List.of(title, number(of.applyAsDouble(ours), digits)));
        other.ifPresent(b -> cells.add(number(of.applyAsDouble(b.all()), digits)));
        return cells;
    }

    private static double auc(List<Measured> all) {
        return Statistics.auc(scores(all, true), scores(all, false));
    }

    private static double[] scores(List<Measured> all, boolean answerable) {
        return all.stream()
                .filter(each -> each.answerable() == answerable)
                .mapToDouble(Measured::score)
                .toArray();
    }

    private static double share(List<Measured> all, boolean answerable, Verdict verdict) {
        return all.stream()
                .filter(each -> each.answerable() == answerable)
                .mapToDouble(each -> each.verdict() == verdict ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }

    private static double millis(List<Measured> all, double share) {
        double[] times = all.stream().mapToDouble(each -> each.nanos() / NANOS).toArray();
        return Statistics.percentile(times, share);
    }

    private static String number(double value, int digits) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.3f", value);
    }

    private static String aligned(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? row.get(i) + pad : "  " + pad + row.get(i));
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    /** The report for programs: one object. */
    String json() {
        var root = new JsonMapper().createObjectNode();
        root.put("questions", ours.size());
        figures(root.putObject(name), ours);
        other.ifPresent(
                b -> {
                    figures(root.putObject(b.name()), b.all());
                    ObjectNode gaps = root.putObject("difference");
                    gaps(b).forEach(
                                    (title, gap) ->
                                            gaps.putObject(title)
                                                    .put("mean", gap.mean())
                                                    .put("low", gap.low())
                                                    .put("high", gap.high()));
                });
        return root.toString();
    }

    private Map<String, Difference> gaps(Other b) {
        Map<String, Difference> gaps = new LinkedHashMap<>();
        for (Figure figure : FIGURES) {
            double[] mine = figure.values(ours);
            if (mine.length > 0) {
                gaps.put(figure.key(), Statistics.paired(mine, figure.values(b.all())));
            }
        }
        return gaps;
    }

    private static void figures(ObjectNode node, List<Measured> all) {
        for (Figure figure : FIGURES) {
            put(node, figure.key(), Statistics.mean(figure.values(all)));
        }
        put(node, "auc", auc(all));
        for (Verdict verdict : Verdict.values()) {
            String name = verdict.name().toLowerCase(Locale.ROOT);
            put(node, "answerable_" + name, share(all, true, verdict));
            put(node, "unanswerable_" + name, share(all, false, verdict));
        }
        node.put("p50_ms", millis(all, 0.5));
        node.put("p99_ms", millis(all, 0.99));
        for (Measured one : all) {
            ObjectNode each = node.withArray("each").addObject();
            each.put("question", one.question()).put("answerable", one.answerable());
            each.put("verdict", one.verdict().name().toLowerCase(Locale.ROOT));
            each.put("score", one.score());
            for (Figure figure : FIGURES) {
                put(each, figure.key(), figure.of().applyAsDouble(one));
            }
        }
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isNaN(value)) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }
}
