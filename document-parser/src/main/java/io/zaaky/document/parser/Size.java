package io.zaaky.document.parser;

/** Measures text in words and in word pieces. */
final class Size {
    private static final String VOWELS = "aeiouyäöüáàâãåæéèêëíìîïóòôõøúùûý";

    private int tokens;
    private int letters; // of the word so far
    private int vowels;
    private int humps; // capitals after small letters, as in keys and code
    private boolean small;

    private Size() {}

    /** The number of words separated by white space. */
    static int words(String text) {
        int words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            boolean space = CleanText.isSpace(text.charAt(i));
            words += !space && !inWord ? 1 : 0;
            inWord = !space;
        }
        return words;
    }

    /**
     * Estimates how many word pieces a BERT vocabulary (bge, MiniLM) makes of a text, erring on the
     * high side: one piece for three letters; one per letter in unpronounceable words; one for each
     * digit, punctuation mark, and letter of other scripts; three for a Hangul syllable, which is
     * decomposed. English prose has about two thirds of that.
     */
    static int tokens(String text) {
        var size = new Size();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < 0x250 && Character.isLetter(c)) {
                size.letter(c);
                continue;
            }
            size.word();
            if (!CleanText.isSpace(c)) {
                size.tokens += c >= 0xAC00 && c <= 0xD7A3 ? 3 : 1;
            }
        }
        size.word();
        return size.tokens;
    }

    private void letter(int c) {
        letters++;
        vowels += VOWELS.indexOf(Character.toLowerCase(c)) >= 0 ? 1 : 0;
        humps += small && Character.isUpperCase(c) ? 1 : 0;
        small = Character.isLowerCase(c);
    }

    private void word() {
        int unspoken = Math.max(0, letters - 4 * vowels);
        int overlong = Math.max(0, letters - 12) / 3;
        tokens += Math.min(letters, (letters + 2) / 3 + unspoken + humps + overlong);
        letters = 0;
        vowels = 0;
        humps = 0;
        small = false;
    }
}
