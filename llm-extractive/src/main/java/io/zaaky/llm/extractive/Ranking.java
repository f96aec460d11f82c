package io.zaaky.llm.extractive;

import io.zaaky.spi.Passage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Scores how well statements answer a question: the share of the question's words that they
 * contain, each weighted by how rare it is among all statements (the idf of BM25). Words that occur
 * only in the heading count less, and the passage's own rank adds a little.
 */
final class Ranking {

    /** How much more a follow-up's own words weigh than those of the question that it continues. */
    private static final double LATEST = 2;

    /** A kind of question, and what an answer to it looks like. */
    private record Cue(Pattern question, Pattern answer) {
        Cue(String question, String answer) {
            this(
                    Pattern.compile(question, Pattern.CASE_INSENSITIVE),
                    Pattern.compile(answer, Pattern.CASE_INSENSITIVE));
        }
    }

    private static final List<Cue> CUES =
            List.of(
                    new Cue(
                            "\\b(when|what time|which days?|how"
                                    + " late|opening|hours|wann|öffnungszeit\\w*)\\b",
                            "\\d{1,2}([:.]\\d\\d)?"
                                    + " ?([ap]\\.?m|uhr|h\\b)|\\d[:.]\\d\\d|day\\b|days\\b"),
                    new Cue(
                            "\\b(how much|costs?|prices?|fees?|charges?|kostet|preis)\\b",
                            "[€$£]|\\beur|\\busd|\\bchf|free|kostenlos|per cent|%"),
                    new Cue(
                            "\\b(how long|how many|how old|wie lange|wie viele)\\b",
                            "\\d|\\b(two|three|four|five|six|seven|ten|twelve)\\b"),
                    new Cue(
                            "\\bhow (do|can|may) (i|we)\\b",
                            "\\b(fill in|apply|form|book|call|write|reserve|in the app)\\b"),
                    new Cue("\\b(how fast|speed)\\b", "\\b(knots|km/h|mph)\\b"),
                    new Cue(
                            "\\b(phone|call|number|e-?mail|contact|reach|telefon)\\b",
                            "@|\\+?\\d[\\d /-]{5,}"),
                    new Cue(
                            "\\b(where|address|wo)\\b",
                            "street|road|floor|room|pier|straße|\\bat the\\b"));

    /**
     * A statement with its score.
     *
     * @param score about 0 to 1.6
     * @param coverage the share of the question that it covers, 0 to 1
     * @param found the question's words that it or its topic contains
     */
    record Ranked(Statement statement, double score, double coverage, Set<String> found) {}

    private final Asked asked;
    private final Map<String, Double> weights = new HashMap<>();
    private final double total;
    private final List<Passage> passages;

    private Ranking(Asked asked, List<Passage> passages, List<Statement> statements) {
        this.asked = asked;
        this.passages = passages;
        for (String word : asked.words()) {
            long in = statements.stream().filter(s -> holds(s, word)).count();
            int all = statements.size();
            double emphasis = asked.latest().contains(word) ? LATEST : 1;
            weights.put(word, emphasis * Math.log(1 + (all - in + 0.5) / (in + 0.5)));
        }
        this.total = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static boolean holds(Statement s, String word) {
        return Words.stems(s.text()).contains(word) || Words.stems(s.topic()).contains(word);
    }

    /** Ranks statements, best first; ties in the order of the passages. */
    static List<Ranked> of(Asked asked, List<Passage> passages, List<Statement> statements) {
        var ranking = new Ranking(asked, passages, statements);
        List<Ranked> ranked = new ArrayList<>();
        statements.forEach(statement -> ranked.add(ranking.rank(statement)));
        ranked.sort(Comparator.comparingDouble(Ranked::score).reversed());
        return ranked;
    }

    private Ranked rank(Statement s) {
        Set<String> text = new HashSet<>(Words.stems(s.text()));
        Set<String> topic = new HashSet<>(Words.stems(s.topic()));
        Set<String> section = new HashSet<>(Words.stems(s.section()));
        double nearness = Math.max(0.25, 0.75 - 0.08 * s.sinceTopic());
        double sum = 0;
        Set<String> found = new HashSet<>();
        for (String word : asked.words()) {
            double share =
                    text.contains(word)
                            ? 1
                            : topic.contains(word) ? nearness : section.contains(word) ? 0.3 : 0;
            sum += share * weights.getOrDefault(word, 0.0);
            if (share > 0.3) {
                found.add(word);
            }
        }
        double coverage = total == 0 ? 0 : sum / total;
        double fit = coverage == 0 ? 0 : cue(s);
        return new Ranked(s, coverage * length(s) + fit + pairs(s) + prior(s), coverage, found);
    }

    /** A bonus for words that are adjacent both in the question and in the statement. */
    private double pairs(Statement s) {
        List<String> words = List.copyOf(asked.words());
        List<String> text = Words.stems(s.text());
        int held = 0;
        for (int i = 1; i < words.size(); i++) {
            int at = Collections.indexOfSubList(text, words.subList(i - 1, i + 1));
            held += at >= 0 ? 1 : 0;
        }
        return words.size() < 2 ? 0 : 0.1 * held / (words.size() - 1);
    }

    /** Very short and very long statements rarely make good answers. */
    private static double length(Statement s) {
        int words = Words.count(s.text());
        return words < 4 ? 0.8 : words <= 40 ? 1 : Math.max(0.7, 1 - (words - 40) / 100.0);
    }

    private double cue(Statement s) {
        boolean fits =
                CUES.stream()
                        .filter(cue -> cue.question().matcher(asked.text()).find())
                        .anyMatch(cue -> cue.answer().matcher(s.text()).find());
        return fits ? 0.3 : 0;
    }

    private double prior(Statement s) {
        double best = Math.max(1e-9, passages.getFirst().score());
        double relative = Math.clamp(passages.get(s.passage() - 1).score() / best, 0, 1);
        return 0.2 * relative + 0.2 / s.passage();
    }
}
