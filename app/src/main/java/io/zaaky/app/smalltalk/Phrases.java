package io.zaaky.app.smalltalk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The examples and fillers as phrases that a message may consist of. */
final class Phrases {
    private static final int LONGEST = 10; // tokens

    /** Fewer pieces are better; with the same number, those with less filler. */
    private static final int FILLER_COST = 100;

    private static final int TALK_COST = 99;

    private final Map<String, List<Phrase>> byText = new HashMap<>();
    private final Vocabulary words = new Vocabulary();
    private final Map<Intent, Vocabulary> wordsByIntent = new EnumMap<>(Intent.class);

    /**
     * @param intent empty for a filler
     */
    private record Phrase(String language, Optional<Intent> intent) {}

    /** How the tokens up to here are composed. */
    private record Cut(int cost, Set<Intent> intents, String language) {
        private static final Cut START = new Cut(0, Set.of(), "");

        Cut and(Phrase phrase) {
            if (phrase.intent().isEmpty()) {
                return new Cut(cost + FILLER_COST, intents, language);
            }
            Set<Intent> all = EnumSet.of(phrase.intent().get());
            all.addAll(intents);
            String first = language.isEmpty() ? phrase.language() : language;
            return new Cut(cost + TALK_COST, all, first);
        }
    }

    Phrases(Collection<Language> languages) {
        for (Language language : languages) {
            for (Example example : language.examples()) {
                if (example.isTalk()) {
                    add(example.words(), new Phrase(language.code(), example.intent()));
                }
            }
            for (String filler : language.fillers()) {
                add(Token.folded(Token.of(filler)), new Phrase(language.code(), Optional.empty()));
            }
        }
    }

    /** A phrase in two sections of a language belongs to the first. */
    private void add(List<String> tokens, Phrase phrase) {
        addWords(phrase, tokens);
        List<Phrase> all = byText.computeIfAbsent(String.join(" ", tokens), _ -> new ArrayList<>());
        if (all.stream().noneMatch(one -> one.language().equals(phrase.language()))) {
            all.add(phrase);
        }
    }

    /** A filler may occur with any intent. */
    private void addWords(Phrase phrase, List<String> folded) {
        words.add(folded);
        for (Intent intent : Intent.values()) {
            if (phrase.intent().isEmpty() || phrase.intent().get() == intent) {
                wordsByIntent.computeIfAbsent(intent, _ -> new Vocabulary()).add(folded);
            }
        }
    }

    /** The words of all small talk. */
    Vocabulary words() {
        return words;
    }

    /** The words of messages with this intent. */
    Vocabulary words(Intent intent) {
        return wordsByIntent.getOrDefault(intent, new Vocabulary());
    }

    /** Classifies a message that consists only of phrases, of one language if possible. */
    Optional<Talk> whole(List<String> tokens) {
        var found = new Lookup(tokens);
        if (found.at(0).isEmpty()) {
            return Optional.empty();
        }
        Optional<Talk> best = Optional.empty();
        for (String language : Language.CODES) {
            best = best.or(() -> talk(cut(found, language)));
        }
        return best.or(() -> talk(cut(found, "")));
    }

    private static Optional<Talk> talk(@Nullable Cut cut) {
        return Optional.ofNullable(cut)
                .filter(whole -> !whole.intents().isEmpty())
                .map(
                        whole ->
                                new Talk(
                                        EnumSet.copyOf(whole.intents()).iterator().next(),
                                        whole.language()));
    }

    /**
     * @param language of the phrases; empty for all
     * @return null if the tokens cannot be cut into such phrases
     */
    private static @Nullable Cut cut(Lookup found, String language) {
        var best = new @Nullable Cut[found.size() + 1];
        best[0] = Cut.START;
        for (int from = 0; from < found.size(); from++) {
            Cut before = best[from];
            if (before == null) {
                continue;
            }
            for (Piece piece : found.at(from)) {
                for (Phrase phrase : piece.phrases()) {
                    Cut next = before.and(phrase);
                    Cut known = best[piece.end()];
                    boolean fits = language.isEmpty() || language.equals(phrase.language());
                    if (fits && (known == null || next.cost() < known.cost())) {
                        best[piece.end()] = next;
                    }
                }
            }
        }
        return best[found.size()];
    }

    /**
     * The tokens between a greeting or thanks at the start and one at the end.
     *
     * @return all tokens if there is no greeting or thanks, or nothing else
     */
    List<Token> withoutCourtesies(List<Token> tokens) {
        var found = new Lookup(Token.folded(tokens));
        int start = courtesyBefore(found);
        int end = courtesyBehind(found);
        return start < end ? tokens.subList(start, end) : tokens;
    }

    private static int courtesyBefore(Lookup found) {
        var reached = new int[found.size() + 1]; // 0 no, 1 by fillers, 2 with a courtesy
        reached[0] = 1;
        int longest = 0;
        for (int from = 0; from < found.size(); from++) {
            for (Piece piece : reached[from] == 0 ? List.<Piece>of() : found.at(from)) {
                int kind =
                        Math.max(piece.courtesy(), Math.min(reached[from], 2 * piece.courtesy()));
                reached[piece.end()] = Math.max(reached[piece.end()], kind);
            }
            longest = reached[from] == 2 ? from : longest;
        }
        return reached[found.size()] == 2 ? found.size() : longest;
    }

    private static int courtesyBehind(Lookup found) {
        int size = found.size();
        var reached = new int[size + 1];
        reached[size] = 1;
        int longest = size;
        for (int from = size - 1; from >= 0; from--) {
            for (Piece piece : found.at(from)) {
                int after = reached[piece.end()];
                int kind =
                        after == 0
                                ? 0
                                : Math.max(piece.courtesy(), Math.min(after, 2 * piece.courtesy()));
                reached[from] = Math.max(reached[from], kind);
            }
            longest = reached[from] == 2 ? from : longest;
        }
        return longest;
    }

    /** The phrases that a run of tokens may be. */
    private record Piece(int end, List<Phrase> phrases) {

        /** 2 for a greeting, thanks and the like; 1 for a filler; 0 for anything else. */
        int courtesy() {
            int best = 0;
            for (Phrase phrase : phrases) {
                int kind = phrase.intent().map(one -> one.isSocial() ? 2 : 0).orElse(1);
                best = Math.max(best, kind);
            }
            return best;
        }
    }

    /** The phrases that begin at each token, looked up once. */
    private final class Lookup {
        private final List<String> tokens;
        private final List<List<Piece>> pieces = new ArrayList<>();

        Lookup(List<String> tokens) {
            this.tokens = tokens;
            for (int from = 0; from < tokens.size(); from++) {
                pieces.add(piecesAt(from));
            }
        }

        private List<Piece> piecesAt(int from) {
            List<Piece> all = new ArrayList<>();
            for (int end = from + 1; end <= Math.min(tokens.size(), from + LONGEST); end++) {
                if (!words.has(tokens.get(end - 1))) {
                    break;
                }
                List<Phrase> phrases = byText.get(String.join(" ", tokens.subList(from, end)));
                if (phrases != null) {
                    all.add(new Piece(end, phrases));
                }
            }
            return all;
        }

        int size() {
            return tokens.size();
        }

        List<Piece> at(int from) {
            return pieces.get(from);
        }
    }
}
