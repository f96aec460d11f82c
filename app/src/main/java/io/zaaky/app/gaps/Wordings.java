package io.zaaky.app.gaps;

import io.zaaky.spi.ConversationArchive.Unanswered;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Questions by their wording: those that differ in upper and lower case, white space or a mark at
 * the end only are one. Bounded: a new wording that comes when there are too many is left out.
 * Belongs to one thread.
 */
final class Wordings {
    /** The most asked first; of two, the one that was asked last. */
    static final Comparator<Asked> MOST_ASKED =
            Comparator.comparingInt(Asked::count).thenComparing(Asked::lastAt).reversed();

    private final int most;
    private final Map<String, Asked> byWording = new HashMap<>();
    private int questions;
    private boolean cut;

    /**
     * @param most different ones
     */
    Wordings(int most) {
        this.most = most;
    }

    void add(Unanswered one) {
        questions++;
        String wording = key(one.question());
        Asked same = byWording.get(wording);
        if (same == null) {
            if (byWording.size() == most) {
                cut = true;
                return;
            }
            same = new Asked(one);
            byWording.put(wording, same);
        }
        same.add(one);
    }

    /** Of all that were added. */
    int questions() {
        return questions;
    }

    /** Whether some were left out. */
    boolean isCut() {
        return cut;
    }

    List<Asked> mostAskedFirst() {
        return byWording.values().stream().sorted(MOST_ASKED).toList();
    }

    /** A short text itself; of a long one a hash, which takes less. */
    private static String key(String question) {
        String plain = plain(question);
        return plain.length() <= 64 ? plain : digest(plain);
    }

    static String plain(String question) {
        String text =
                isAscii(question) ? question : Normalizer.normalize(question, Normalizer.Form.NFKC);
        var plain = new StringBuilder(text.length());
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                space = !plain.isEmpty();
            } else {
                if (space) {
                    plain.append(' ');
                    space = false;
                }
                plain.append(c);
            }
        }
        while (!plain.isEmpty() && isMark(plain.charAt(plain.length() - 1))) {
            plain.setLength(plain.length() - 1);
        }
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isMark(char c) {
        return c == ' ' || "?!.…。؟".indexOf(c) >= 0;
    }

    private static String digest(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
