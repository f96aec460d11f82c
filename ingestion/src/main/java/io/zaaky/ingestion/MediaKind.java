package io.zaaky.ingestion;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kinds of content that can be read. For a new kind, add a constant; the compiler then shows
 * what else is needed.
 */
public enum MediaKind {
    TEXT,
    MARKDOWN,
    HTML,
    CSV,
    MAIL,

    /** PDF, office documents, e-books; their content determines which. */
    DOCUMENT;

    private static final Pattern CHARSET =
            Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]{1,40})");

    /** The kind for a file name's extension; empty if it cannot be read. */
    public static Optional<MediaKind> ofFileName(String name) {
        int dot = name.lastIndexOf('.');
        if (dot < 1) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (name.substring(dot + 1).toLowerCase(Locale.ROOT)) {
                    case "md", "markdown" -> MARKDOWN;
                    case "txt", "text" -> TEXT;
                    case "html", "htm", "xhtml" -> HTML;
                    case "csv", "tsv" -> CSV;
                    case "eml" -> MAIL;
                    case "pdf", "epub", "rtf" -> DOCUMENT;
                    case "docx", "docm", "dotx", "doc", "odt", "ott" -> DOCUMENT;
                    case "pptx", "pptm", "ppsx", "ppt", "odp" -> DOCUMENT;
                    case "xlsx", "xlsm", "xls", "ods" -> DOCUMENT;
                    default -> null;
                });
    }

    /** The kind for the value of a {@code Content-Type} header; empty if it cannot be read. */
    public static Optional<MediaKind> ofContentType(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(
                switch (type) {
                    case "text/markdown", "text/x-markdown" -> MARKDOWN;
                    case "text/plain" -> TEXT;
                    case "text/html", "application/xhtml+xml" -> HTML;
                    case "text/csv", "text/tab-separated-values" -> CSV;
                    case "message/rfc822" -> MAIL;
                    case "application/pdf", "application/epub+zip" -> DOCUMENT;
                    case "application/rtf", "text/rtf", "application/msword" -> DOCUMENT;
                    case "application/vnd.ms-powerpoint", "application/vnd.ms-excel" -> DOCUMENT;
                    default -> isOffice(type) ? DOCUMENT : null;
                });
    }

    /** The charset that a {@code Content-Type} header names; empty if it names none. */
    public static String charsetOf(String contentType) {
        Matcher charset = CHARSET.matcher(contentType);
        return charset.find() ? charset.group(1) : "";
    }

    private static boolean isOffice(String type) {
        return type.startsWith("application/vnd.openxmlformats-officedocument.")
                || type.startsWith("application/vnd.oasis.opendocument.");
    }
}
