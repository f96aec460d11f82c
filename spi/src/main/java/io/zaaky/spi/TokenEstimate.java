package io.zaaky.spi;

/**
 * Guesses token counts without a tokenizer, on the high side. Byte-pair vocabularies hold most
 * English words whole, split others into pieces of about four letters, and spend one to three
 * tokens on a character of scripts they saw little of.
 */
final class TokenEstimate {
    private TokenEstimate() {}

    static int of(String text) {
        int tokens = 0;
        int run = 0; // letters of the word so far; an accented one counts double
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if ((c | 32) >= 'a' && (c | 32) <= 'z') {
                run++;
                continue;
            }
            if (c >= 0xC0 && c < 0x250) {
                run += 2;
                continue;
            }
            tokens += word(run);
            run = 0;
            if (c != ' ') {
                tokens += single(c);
            }
        }
        return tokens + word(run);
    }

    private static int word(int letters) {
        return (letters + 3) / 4;
    }

    /**
     * Digits and punctuation are a token each; Greek to Thai about one a letter, up to two; the
     * rest two to four.
     */
    private static int single(int c) {
        if (c < 0x250) {
            return 1;
        }
        return c < 0x10000 ? 2 : 4;
    }
}
