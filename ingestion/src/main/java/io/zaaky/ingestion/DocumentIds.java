package io.zaaky.ingestion;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Ids of documents: 1 to 200 characters of {@code [A-Za-z0-9._~/-]} without empty, {@code .} or
 * {@code ..} parts, so that they are safe in addresses and logs. An id is never used as a path on
 * disk.
 */
public final class DocumentIds {
    private static final int LONGEST = 200;
    private static final Pattern FIT = Pattern.compile("[A-Za-z0-9._~/-]{1,200}");
    private static final Pattern DOTS = Pattern.compile("(^|/)\\.{0,2}(/|$)");
    private static final Pattern HASHED = Pattern.compile("~[0-9a-f]{10}(\\.[A-Za-z0-9]{1,10})?$");
    private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z0-9]{1,10}$");

    private DocumentIds() {}

    public static boolean isId(String text) {
        return FIT.matcher(text).matches() && !DOTS.matcher(text).find();
    }

    /**
     * The id of a file or page, derived from its name: the name itself if it is a valid id,
     * otherwise the valid part of it and a hash of the whole name, so that two names never share an
     * id. The same name always gets the same id.
     *
     * @param name parts are separated by {@code /}
     */
    public static String of(String name) {
        if (isId(name) && !HASHED.matcher(name).find()) {
            return name;
        }
        var ending = ENDING.matcher(name);
        String end = ending.find() ? ending.group() : "";
        String stem = readable(name.substring(0, name.length() - end.length()));
        String tail = "~" + hash(name) + end;
        int room = LONGEST - tail.length();
        return stem.substring(0, Math.min(stem.length(), room)) + tail;
    }

    private static String readable(String stem) {
        String letters =
                Normalizer.normalize(stem.replace("ß", "ss"), Normalizer.Form.NFKD)
                        .replaceAll("\\p{M}+", "")
                        .replaceAll("[^A-Za-z0-9._~/-]+", "-");
        return letters.replaceAll("(?<=^|/)\\.{1,2}(?=/)", "-")
                .replaceAll("/+", "/")
                .replaceAll("^/", "");
    }

    private static String hash(String name) {
        byte[] digest = Sha256.digest().digest(name.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 5);
    }
}
