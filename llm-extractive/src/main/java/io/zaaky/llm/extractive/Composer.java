package io.zaaky.llm.extractive;

import io.zaaky.spi.Passage;
import io.zaaky.spi.Prompt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Composes an answer from the best statements. Used once, by one thread. */
final class Composer {
    private static final int MOST = 4;
    private static final int MOST_WORDS = 110;

    /** Another statement must have at least this share of the best one's score. */
    private static final double WORTHY = 0.75;

    /** The same for a statement in another passage. */
    private static final double WORTHY_ELSEWHERE = 0.93;

    /** Its coverage of the question must be at least this share of the best one's. */
    private static final double FITTING = 0.65;

    /** An answer that covers less of the question than this is not a direct answer. */
    private static final double FAINT = 0.2;

    private static final double HALF = 0.5;

    private static final Pattern THANKS =
            Pattern.compile("\\b(thanks?|thank you|thx|cheers|danke\\w*|merci|gracias)\\b");
    private static final Pattern FAREWELL =
            Pattern.compile("\\b(bye|goodbye|see you|good night|tschüss|ciao|auf wiedersehen)\\b");

    /** Matches a sentence that begins with a word referring to the sentence before it. */
    private static final Pattern POINTS_BACK =
            Pattern.compile(
                    "(It|They|He|She|This|These|Those|That|Its|Their|However|Otherwise|Therefore"
                            + "|Also|Then|But|And|So|In this case|In that case|Afterwards|Such"
                            + "|Es|Sie|Dies\\w*|Dann|Sonst|Außerdem|Aber)\\b.*");

    private final Asked asked;
    private final List<Ranking.Ranked> ranked;
    private final List<Statement> statements;
    private final List<Statement> chosen = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private int first; // how many of the chosen statements belong to the best one

    private Composer(Asked asked, List<Ranking.Ranked> ranked, List<Statement> statements) {
        this.asked = asked;
        this.ranked = ranked;
        this.statements = statements;
    }

    static String answer(Prompt prompt) {
        if (prompt.smallTalk()) {
            return prompt.reply().isEmpty()
                    ? smallTalk(prompt.question().toLowerCase(Locale.ROOT))
                    : prompt.reply();
        }
        List<Statement> statements = new ArrayList<>();
        List<Passage> passages = prompt.passages();
        for (int i = 0; i < passages.size(); i++) {
            statements.addAll(Outline.of(i + 1, passages.get(i)));
        }
        if (statements.isEmpty()) {
            return "I'm sorry, I found nothing about this in my documents. "
                    + "Could you ask in other words?";
        }
        Asked asked = Asked.of(prompt.question());
        List<Ranking.Ranked> ranked = Ranking.of(asked, passages, statements);
        String intro =
                ranked.getFirst().coverage() < FAINT
                        ? "I found no direct answer, but this may help: "
                        : "";
        return new Composer(asked, ranked, statements)
                .choose().stream()
                        .map(statement -> Quote.cited(statement, asked))
                        .collect(Collectors.joining(" ", intro, ""));
    }

    private static String smallTalk(String said) {
        if (THANKS.matcher(said).find()) {
            return "You're welcome! Is there anything else you would like to know?";
        }
        return FAREWELL.matcher(said).find()
                ? "Goodbye! Come back whenever you have a question."
                : "Hello! What would you like to know?";
    }

    /** The best statement first, then the others in reading order, better passages first. */
    private List<Statement> choose() {
        for (Ranking.Ranked next : ranked) {
            if (chosen.size() >= most()) {
                break;
            }
            if (isWorthy(next) && isNews(next.statement()) && addsToTheQuestion(next)) {
                take(next.statement());
            }
        }
        List<Integer> passages = chosen.stream().map(Statement::passage).distinct().toList();
        chosen.subList(first, chosen.size())
                .sort(
                        Comparator.<Statement>comparingInt(s -> passages.indexOf(s.passage()))
                                .thenComparingInt(Statement::order));
        return chosen;
    }

    private boolean isWorthy(Ranking.Ranked next) {
        Ranking.Ranked best = ranked.getFirst();
        boolean near = next.statement().passage() == best.statement().passage();
        return next.score() >= (near ? WORTHY : WORTHY_ELSEWHERE) * best.score();
    }

    /** The less an answer fits the question, the shorter it is. */
    private int most() {
        return ranked.getFirst().coverage() < HALF ? 2 : MOST;
    }

    /**
     * After the first statement, the others must contain words of the question themselves; being in
     * a good passage is not enough.
     */
    private boolean addsToTheQuestion(Ranking.Ranked next) {
        Ranking.Ranked best = ranked.getFirst();
        return chosen.isEmpty()
                || (next.coverage() > 0
                        && next.coverage() >= FITTING * best.coverage()
                        && Quote.isBestRow(next.statement(), asked));
    }

    /** Whether a statement has new words, or a new number, which is what most questions ask for. */
    private boolean isNews(Statement statement) {
        List<String> words = Words.stems(Quote.of(statement, asked));
        long known = words.stream().filter(said::contains).count();
        boolean number =
                words.stream().anyMatch(word -> !said.contains(word) && word.matches("\\d+"));
        return words.isEmpty() || number || known < 0.8 * words.size();
    }

    /**
     * Chooses a statement, together with the sentence before it if the statement refers back to
     * that sentence.
     */
    private void take(Statement statement) {
        if (chosen.contains(statement)) {
            return;
        }
        List<Statement> group = new ArrayList<>(List.of(statement));
        int before = statements.indexOf(statement) - 1;
        if (POINTS_BACK.matcher(statement.text()).matches()
                && statement.sinceTopic() > 0
                && statement.order() > 0
                && !chosen.contains(statements.get(before))) {
            group.addFirst(statements.get(before));
        }
        if (!chosen.isEmpty()
                && (words(chosen) + words(group) > MOST_WORDS
                        || chosen.size() + group.size() > most())) {
            return;
        }
        first = chosen.isEmpty() ? group.size() : first;
        chosen.addAll(group);
        group.forEach(s -> said.addAll(Words.stems(Quote.of(s, asked))));
    }

    private int words(List<Statement> statements) {
        return statements.stream().mapToInt(s -> Words.count(Quote.of(s, asked))).sum();
    }
}
