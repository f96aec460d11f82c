package io.zaaky.embedding.onnx;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * BERT's tokenizer for uncased text: converts to lower case, removes accents, separates words and
 * punctuation, then splits each word into the longest known pieces from the left. Stops reading at
 * the limit of the model.
 *
 * <p>Written in Java, because the usual native tokenizer unpacks itself into the home directory,
 * which a container may not have. It returns the same ids with one exception: the names of special
 * tokens, such as {@code [SEP]}, are treated as ordinary text, because visitors may write them.
 *
 * <p>Source: google-research/bert, tokenization.py.
 */
final class WordPieces {
    private static final String VOCABULARY = "/bert-vocabulary-en.txt";
    private static final int LONGEST_WORD = 100;

    private final Map<String, Integer> ids;
    private final long unknown;
    private final long begin;
    private final long end;

    private WordPieces(Map<String, Integer> ids) {
        this.ids = ids;
        unknown = id("[UNK]");
        begin = id("[CLS]");
        end = id("[SEP]");
    }

    static WordPieces load() throws IOException {
        Map<String, Integer> ids = new HashMap<>(1 << 16);
        try (InputStream in = WordPieces.class.getResourceAsStream(VOCABULARY)) {
            if (in == null) {
                throw new FileNotFoundException("class path resource " + VOCABULARY);
            }
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ids.put(line, ids.size());
            }
        }
        return new WordPieces(ids);
    }

    /** The ids of a text's tokens, at most {@code limit}, including the begin and end markers. */
    long[] encode(String text, int limit) {
        var out = new Ids(limit - 1);
        out.add(begin);
        var word = new StringBuilder();
        int next = 0;
        while (next < text.length() && !out.full()) {
            int c = text.codePointAt(next);
            next += Character.charCount(c);
            if (isSpace(c)) {
                flush(word, out);
            } else if (!isIgnored(c)) {
                letter(c, word, out);
            }
        }
        flush(word, out);
        return out.close(end);
    }

    private void letter(int c, StringBuilder word, Ids out) {
        if (c < 0x80) {
            plain(Character.toLowerCase(c), word, out);
            return;
        }
        String parts = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD);
        parts.codePoints()
                .filter(part -> Character.getType(part) != Character.NON_SPACING_MARK)
                .forEach(part -> plain(Character.toLowerCase(part), word, out));
    }

    private void plain(int c, StringBuilder word, Ids out) {
        if (isPunctuation(c) || isChinese(c)) {
            flush(word, out);
            word.appendCodePoint(c);
            flush(word, out);
        } else if (word.length() <= 2 * LONGEST_WORD) {
            word.appendCodePoint(c);
        }
    }

    private void flush(StringBuilder word, Ids out) {
        if (word.isEmpty()) {
            return;
        }
        int start = out.size;
        if (word.codePointCount(0, word.length()) > LONGEST_WORD || !pieces(word, out)) {
            out.size = start;
            out.add(unknown);
        }
        word.setLength(0);
    }

    /** Returns false if no piece matches a part of the word; then the whole word is unknown. */
    private boolean pieces(StringBuilder word, Ids out) {
        int from = 0;
        while (from < word.length()) {
            int to = word.length();
            Integer id = null;
            while (to > from && id == null) {
                String piece = word.substring(from, to);
                id = ids.get(from == 0 ? piece : "##" + piece);
                to--;
            }
            if (id == null) {
                return false;
            }
            out.add(id);
            from = to + 1;
        }
        return true;
    }

    private long id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new IllegalStateException(VOCABULARY + " has no " + token);
        }
        return id;
    }

    private static boolean isSpace(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || switch (Character.getType(c)) {
                    case Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                            true;
                    default -> false;
                };
    }

    private static boolean isIgnored(int c) {
        return c == 0xFFFD
                || switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.PRIVATE_USE,
                            Character.SURROGATE ->
                            true;
                    default -> false;
                };
    }

    private static boolean isPunctuation(int c) {
        if (c < 0x80) {
            return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                    true;
            default -> false;
        };
    }

    /** Ideographs, each of which is a word of its own; not kana or hangul. */
    private static boolean isChinese(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2B73F)
                || (c >= 0x2B740 && c <= 0x2B81F)
                || (c >= 0x2B820 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }

    /** The token ids so far; ids beyond the limit are dropped. */
    private static final class Ids {
        private final long[] values;
        private final int limit;
        private int size;

        Ids(int limit) {
            this.limit = limit;
            values = new long[limit + 1];
        }

        boolean full() {
            return size >= limit;
        }

        void add(long id) {
            if (!full()) {
                values[size++] = id;
            }
        }

        long[] close(long id) {
            values[size++] = id;
            return Arrays.copyOf(values, size);
        }
    }
}
