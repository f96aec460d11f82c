package io.zaaky.spi;

/**
 * Guesses token counts without a tokenizer, on the high side. Byte-pair vocabularies hold most
 * English words whole and split others, into pieces of about two letters if they know the language
 * badly; on a character of other scripts they spend one to three tokens. Measured with a small
 * vocabulary that was made for English (SmolLM2's 49,000 tokens), as the worst that is in use.
 */
final class TokenEstimate {
    private static final int ENGLISH = 3; // letters in a token
    private static final int FOREIGN = 2;

    private TokenEstimate() {}

    static int of(String text) {
        int perToken = isForeign(text) ? FOREIGN : ENGLISH;
        int tokens = 0;
        int run = 0; // letters of the word so far; an accented one counts as more
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if ((c | 32) >= 'a' && (c | 32) <= 'z') {
                run++;
            } else if (isAccented(c)) {
                run += c < 0x1E00 ? 3 : 6;
            } else {
                tokens += word(run, perToken);
                run = 0;
                tokens += c == ' ' ? 0 : single(c);
            }
        }
        return tokens + word(run, perToken);
    }

    /** Whether the text is in a language that is written in Latin letters, but not English. */
    private static boolean isForeign(String text) {
        return text.chars().anyMatch(TokenEstimate::isAccented);
    }

    private static boolean isAccented(int c) {
        return (c >= 0xC0 && c < 0x250) || (c >= 0x1E00 && c < 0x1F00);
    }

    private static int word(int letters, int perToken) {
        return (letters + perToken - 1) / perToken;
    }

    /**
     * Digits and punctuation are a token each; Greek to Thai, Chinese and Japanese about one a
     * letter, up to two; Korean three, and the rest up to four.
     */
    private static int single(int c) {
        if (c < 0x250) {
            return 1;
        }
        if (c < 0xAC00) {
            return 2;
        }
        return c < 0x10000 ? 3 : 4;
    }
}
