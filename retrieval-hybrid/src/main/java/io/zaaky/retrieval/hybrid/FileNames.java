package io.zaaky.retrieval.hybrid;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Distinguishes meaningful titles from mere file names: {@code 1017}, {@code IMG_0231}, {@code scan
 * 12}, a hash. Put before each passage, such a title moves its embedding away from what people ask.
 */
final class FileNames {
    private static final Pattern RUN = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
    private static final Pattern LETTERS = Pattern.compile("[\\p{L}\\p{M}]+");
    private static final Pattern DIGITS = Pattern.compile("\\p{N}+");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{8,}");
    private static final Pattern ADDED = Pattern.compile("~[0-9a-f]{10}(?=$|\\.)");
    private static final Pattern ENDING = Pattern.compile("(?<=.)\\.[A-Za-z0-9]{1,10}$");
    private static final int WORD = 3; // letters; two letters may be a prefix of a number
    private static final int ABBREVIATION = 2; // letters, if there is no number

    /** File names that devices and programs choose, in the languages of {@link Language}. */
    private static final Set<String> USUAL =
            Set.of(
                    ("document documents doc docs docx pdf file files text txt html htm page pages"
                         + " scan scans scanned scanner img image images dsc dscn dscf pic picture"
                         + " photo photos pxl screenshot untitled unnamed new copy version ver rev"
                         + " final draft item entry record article output export download"
                         + " attachment print index default temp tmp fax msg mail message dokument"
                         + " dokumente datei bild foto seite neu neue kopie unbenannt anhang"
                         + " fichier nouveau nouvelle copie sans titre documento archivo imagen"
                         + " nuevo copia imagem novo nuovo immagine senza titolo bestand nieuw"
                         + " afbeelding kopi billede bilaga namnlös")
                            .split(" ", -1));

    private FileNames() {}

    /**
     * A document's title as it is embedded and searched with each of its parts. Empty if it only
     * repeats the name in the document's id and contains no word.
     */
    static String searched(String id, String title) {
        return isNameOf(id, title) && !hasWord(title) ? "" : title;
    }

    private static boolean isNameOf(String id, String title) {
        String name = ADDED.matcher(id.substring(id.lastIndexOf('/') + 1)).replaceFirst("");
        String plain = plain(title);
        return plain.equals(plain(name))
                || plain.equals(plain(ENDING.matcher(name).replaceFirst("")));
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "");
    }

    private static boolean hasWord(String title) {
        int shortest = DIGITS.matcher(title).find() ? WORD : ABBREVIATION;
        Matcher runs = RUN.matcher(title.toLowerCase(Locale.ROOT));
        while (runs.find()) {
            if (!isCode(runs.group()) && hasWord(runs.group(), shortest)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasWord(String run, int shortest) {
        return LETTERS.matcher(run)
                .results()
                .map(found -> found.group())
                .filter(word -> !USUAL.contains(word))
                .anyMatch(
                        word ->
                                word.length() >= shortest
                                        || word.codePoints().anyMatch(Character::isIdeographic));
    }

    /**
     * Whether letters and digits alternate, as in a hash or a key; {@code covid19} is not a code.
     */
    private static boolean isCode(String run) {
        return DIGITS.matcher(run).find()
                && (HASH.matcher(run).matches() || LETTERS.matcher(run).results().count() > 1);
    }
}
