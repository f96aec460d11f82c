package io.zaaky.app.chat;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells greetings and thanks, which are no matter for the documents, from questions. */
final class SmallTalk {
    private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}']+");

    /**
     * Words that a message of small talk may consist of, in the languages that visitors of a
     * European site greet in.
     */
    private static final Set<String> CORE =
            Set.of(
                    "hi",
                    "hello",
                    "hey",
                    "hiya",
                    "howdy",
                    "greetings",
                    "morning",
                    "thanks",
                    "thank",
                    "thankyou",
                    "thx",
                    "cheers",
                    "bye",
                    "goodbye",
                    "ciao",
                    "hallo",
                    "moin",
                    "servus",
                    "danke",
                    "dankeschön",
                    "vielen",
                    "tschüss",
                    "grüezi",
                    "bonjour",
                    "salut",
                    "merci",
                    "hola",
                    "gracias",
                    "adios",
                    "obrigado",
                    "obrigada",
                    "grazie",
                    "hej",
                    "tack");

    private static final Set<String> FILLER =
            Set.of(
                    "good",
                    "day",
                    "afternoon",
                    "evening",
                    "night",
                    "there",
                    "you",
                    "very",
                    "much",
                    "so",
                    "a",
                    "lot",
                    "for",
                    "your",
                    "the",
                    "help",
                    "all",
                    "everyone",
                    "again",
                    "and",
                    "great",
                    "perfect",
                    "ok",
                    "okay",
                    "nice",
                    "wonderful",
                    "that",
                    "was",
                    "helpful",
                    "it",
                    "guten",
                    "tag",
                    "abend",
                    "schönen",
                    "gut",
                    "dank",
                    "dir",
                    "ihnen",
                    "sehr",
                    "für",
                    "die",
                    "hilfe",
                    "beaucoup",
                    "muchas",
                    "buenos",
                    "días",
                    "mille",
                    "dear",
                    "bot",
                    "team",
                    "to");

    private static final Set<String> WHOLE =
            Set.of(
                    "good day",
                    "good morning",
                    "good afternoon",
                    "good evening",
                    "good night",
                    "guten tag",
                    "guten morgen",
                    "guten abend",
                    "how are you",
                    "how are you doing",
                    "hello how are you",
                    "hi how are you",
                    "buenos días");

    private static final int MOST_WORDS = 9;

    private SmallTalk() {}

    static boolean is(String message) {
        if (message.indexOf('?') >= 0
                && !message.toLowerCase(Locale.ROOT).contains("how are you")) {
            return false;
        }
        String words =
                NOT_LETTERS.matcher(message.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
        if (WHOLE.contains(words)) {
            return true;
        }
        String[] each = words.split(" ", -1);
        boolean core = false;
        for (String word : each) {
            if (CORE.contains(word)) {
                core = true;
            } else if (!FILLER.contains(word)) {
                return false;
            }
        }
        return core && each.length <= MOST_WORDS;
    }
}
