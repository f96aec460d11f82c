package io.zaaky.llm.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words in the form in which they are compared: lower case, lightly stemmed, without stop words.
 */
final class Words {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’][\\p{L}]+)?");

    /** English stop words, and the German ones that occur in questions. */
    private static final Set<String> EMPTY =
            set(
                    """
                    a about all also am an and any are as at be been being but by can could d did
                    do does doing done for from get gets give had has have having he her here him
                    his how i if in into is it its just know like ll m may me might more most much
                    many must my need needs no not of off on one only or our out please re s shall
                    she should so some such t take taking tell than that the their them then there these
                    they this those to too up us ve very want was we were what when where which
                    who whom whose why will with would you your yours
                    aber als am an auch auf aus bei bin bitte da das dass dem den der des die doch
                    ein eine einem einen einer es für gibt habe haben hat ich ihr im in ist kann
                    können man mein meine mich mir mit nach nicht noch oder sein sich sie sind und
                    von wann war warum was welche welcher wenn wer wie wird wo zu zum zur
                    """);

    private Words() {}

    private static Set<String> set(String words) {
        return Set.copyOf(List.of(words.strip().split("\\s+")));
    }

    /** The stems of the words that carry meaning, in order. */
    static List<String> stems(String text) {
        List<String> stems = new ArrayList<>();
        Matcher words = WORD.matcher(Calendar.spelledOut(joined(text.toLowerCase(Locale.ROOT))));
        while (words.find()) {
            String word = words.group().replaceFirst("['’]\\p{L}+$", "");
            if (!EMPTY.contains(word)) {
                stems.add(stem(word));
            }
        }
        return stems;
    }

    /** Makes {@code Wi-Fi} and {@code e-mail} match {@code wifi} and {@code email}. */
    private static String joined(String text) {
        return text.replaceAll("\\b(\\p{L}{1,2})-(?=\\p{L})", "$1");
    }

    static int count(String text) {
        Matcher words = WORD.matcher(text);
        int count = 0;
        while (words.find()) {
            count++;
        }
        return count;
    }

    /**
     * Strips the most common English endings and a final {@code e}, so that {@code closes}, {@code
     * closed} and {@code closing} match. Words of other languages lose little.
     */
    static String stem(String word) {
        String s = word;
        if (s.length() > 4 && s.endsWith("ies")) {
            return s.substring(0, s.length() - 3) + "y";
        }
        if (s.length() > 3 && s.endsWith("s") && !s.endsWith("ss") && !s.endsWith("us")) {
            s = s.substring(0, s.length() - 1);
        }
        for (String ending : List.of("ation", "ment", "ing", "ed", "er", "ly")) {
            if (s.endsWith(ending) && s.length() - ending.length() >= 3) {
                s = s.substring(0, s.length() - ending.length());
                if (s.length() > 3 && doubled(s)) {
                    s = s.substring(0, s.length() - 1);
                }
                break;
            }
        }
        return s.length() > 3 && s.endsWith("e") ? s.substring(0, s.length() - 1) : s;
    }

    private static boolean doubled(String s) {
        char last = s.charAt(s.length() - 1);
        return last == s.charAt(s.length() - 2) && "bdgmnprt".indexOf(last) >= 0;
    }
}
