package io.zaaky.spi;

/**
 * Estimates token counts without a tokenizer, erring on the high side. Byte-pair vocabularies
 * contain most English words whole and split others, into pieces of about two letters if the
 * language is poorly covered. A character of another script takes one to three tokens. Measured
 * with a small vocabulary made for English (SmolLM2's 49,000 tokens), as the worst case in use.
 */
final class TokenEstimate {
    private static final int ENGLISH = 3; // letters per token
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

    /** Whether the text is in a language other than English that uses Latin letters. */
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
     * A digit or punctuation mark is one token. A letter from Greek to Thai, Chinese or Japanese is
     * about one token, up to two. Korean is three, and everything else up to four.
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
