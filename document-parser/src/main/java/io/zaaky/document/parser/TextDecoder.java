package io.zaaky.document.parser;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decodes bytes to clean text. */
final class TextDecoder {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final Pattern DECLARED =
            Pattern.compile("(?i)(?:charset|encoding)\\s*=\\s*[\"']?([A-Za-z0-9._:-]{1,40})");
    private static final int DECLARED_WITHIN = 2048; // bytes

    /** The first bytes of formats that are not text. */
    private static final List<String> MAGIC =
            List.of(
                    "%PDF-",
                    "PK\u0003\u0004",
                    "\u00D0\u00CF\u0011\u00E0",
                    "\u0089PNG",
                    "\u00FF\u00D8\u00FF",
                    "GIF8",
                    "\u007FELF",
                    "\u001F\u008B");

    private TextDecoder() {}

    /**
     * Decodes text. A byte order mark determines the charset; otherwise it is UTF-8 if the bytes
     * are valid UTF-8, otherwise the declared charset, otherwise windows-1252.
     *
     * @param charset the charset declared from outside; empty if none is
     * @param inContent whether the content may declare its charset, as HTML does
     * @return empty if this is not text
     */
    static Optional<String> textOf(byte[] bytes, String charset, boolean inContent) {
        String beginning = latin(bytes, 8);
        if (MAGIC.stream().anyMatch(beginning::startsWith)) {
            return Optional.empty();
        }
        String text = text(bytes, beginning, charset, inContent);
        long controls =
                text.chars().filter(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t').count();
        return controls * 20 > text.length() ? Optional.empty() : Optional.of(CleanText.of(text));
    }

    private static String text(byte[] bytes, String beginning, String charset, boolean inContent) {
        if (beginning.startsWith("\u00FE\u00FF")) {
            return new String(bytes, StandardCharsets.UTF_16BE);
        }
        if (beginning.startsWith("\u00FF\u00FE")) {
            return new String(bytes, StandardCharsets.UTF_16LE);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            String named = charset.isEmpty() && inContent ? declaredIn(bytes) : charset;
            return new String(bytes, named(named).orElse(WINDOWS_1252));
        }
    }

    private static String declaredIn(byte[] bytes) {
        Matcher m = DECLARED.matcher(latin(bytes, DECLARED_WITHIN));
        return m.find() ? m.group(1) : "";
    }

    /**
     * Never UTF-8, because the bytes are not valid UTF-8. Latin-1 is ignored, because browsers read
     * it as windows-1252.
     */
    private static Optional<Charset> named(String name) {
        try {
            return Optional.of(name)
                    .filter(n -> !n.isEmpty())
                    .map(Charset::forName)
                    .filter(c -> !c.equals(StandardCharsets.UTF_8))
                    .filter(c -> !c.equals(StandardCharsets.ISO_8859_1))
                    .filter(c -> !c.equals(StandardCharsets.US_ASCII));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    private static String latin(byte[] bytes, int limit) {
        return new String(bytes, 0, Math.min(bytes.length, limit), StandardCharsets.ISO_8859_1);
    }
}
