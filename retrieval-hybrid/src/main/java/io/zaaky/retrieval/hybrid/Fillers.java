package io.zaaky.retrieval.hybrid;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.snowball.SnowballFilter;

/**
 * Words that may occur in any question and say nothing about its subject, in addition to those that
 * the analysis drops: nobody wants to read that no document contains "how". They are searched all
 * the same.
 */
final class Fillers {
    private static final String ENGLISH =
            "use used take get give make go like can may might must shall will need want please"
                + " tell know let us much many also just hello hi thanks thank anything something"
                + " anyone someone ever yet already within without per via etc";
    private static final String GERMAN =
            "bitte gibt geht gehen darf dürfen dürft mag möchte möchten kannst könnt könnten sollen"
                    + " wer wem wen wann warum weshalb wieso wofür wozu womit wohin woher wieviel"
                    + " wieviele viele mehr hallo danke brauche brauchen bekomme bekommen";
    private static final String FRENCH =
            "quoi où quand comment combien pourquoi est est-ce faut peut peux puis pouvez pouvons"
                + " dois doit doivent plus très comme si bonjour merci svp veux voudrais faire fait"
                + " avoir être sont qu'est-ce y a-t-il";
    private static final String SPANISH =
            "qué cómo cuándo dónde cuánto cuánta cuántos cuántas quién quiénes cuál cuáles puedo"
                    + " puede pueden debo debe hola gracias favor quiero hacer tan";
    private static final String ITALIAN =
            "cosa cos'è quando quanto chi posso può possono devo deve devono ciao grazie favore"
                    + " vorrei fare c'è dov'è com'è";
    private static final String DUTCH =
            "waar wanneer waarom welke hoeveel mag mogen moeten graag hallo dank bedankt"
                    + " alstublieft kunt kunnen krijgen gaat jullie wij";
    private static final String PORTUGUESE =
            "onde quanto quantos quanta quantas quais porquê como posso pode podem devo deve olá"
                    + " obrigado obrigada favor quero fazer";
    private static final String DANISH =
            "hvornår hvorfor hvordan hvem hvilken hvilke hvilket må kan gerne hej tak få går"
                    + " findes";
    private static final String SWEDISH =
            "när varför hur vem vilken får måste ska skall kan gärna hej tack finns går";

    private static final Map<Language, Set<String>> READ = new ConcurrentHashMap<>();

    private Fillers() {}

    /**
     * The words in lower case; none for a language whose fillers are unknown. All callers share one
     * set.
     */
    static Set<String> of(Language language) {
        return READ.computeIfAbsent(language, Fillers::read);
    }

    private static Set<String> read(Language language) {
        return switch (language) {
            case EN -> english();
            case DE -> set(GERMAN);
            case FR -> set(FRENCH);
            case ES -> set(SPANISH);
            case IT -> set(ITALIAN);
            case NL -> set(DUTCH);
            case PT -> set(PORTUGUESE);
            case DA -> set(DANISH);
            case SV -> set(SWEDISH);
            case CJK, NONE -> Set.of();
        };
    }

    /** Lucene drops only 33 words, but includes Snowball's longer list. */
    private static Set<String> english() {
        Set<String> words = new HashSet<>(set(ENGLISH));
        var list = SnowballFilter.class.getResourceAsStream("english_stop.txt");
        try (var in =
                new InputStreamReader(
                        Objects.requireNonNull(list, "lucene-analysis-common has it"),
                        StandardCharsets.UTF_8)) {
            for (Object word : WordlistLoader.getSnowballWordSet(in)) {
                words.add(new String((char[]) word));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a resource can't be read", e);
        }
        return Set.copyOf(words);
    }

    private static Set<String> set(String words) {
        return Set.of(words.split(" ", -1));
    }
}
