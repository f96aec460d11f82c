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
 * Groups questions by wording: questions that differ only in case, white space or a mark at the end
 * count as one. Bounded: once there are too many, new wordings are left out. For one thread only.
 */
final class Wordings {
    /** Most asked first; of two equally asked ones, the more recent first. */
    static final Comparator<Asked> MOST_ASKED =
            Comparator.comparingInt(Asked::count).thenComparing(Asked::lastAt).reversed();

    private final int most;
    private final Map<String, Asked> byWording = new HashMap<>();
    private int questions;
    private boolean cut;

    /**
     * @param most the maximum number of wordings
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

    /** The number of all added questions. */
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

    /** A short text itself; for a long one a hash, which takes less memory. */
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
