package io.zaaky.ingestion;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be read. Another kind is another constant, and the compiler shows what it needs. */
public enum MediaKind {
    TEXT,
    MARKDOWN,
    HTML,
    CSV,
    MAIL,

    /** PDF, office documents, e-books: their content tells which. */
    DOCUMENT;

    private static final Pattern CHARSET =
            Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]{1,40})");

    /** By the ending of a file's name; empty for one that can't be read. */
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

    /** By the value of a {@code Content-Type} header; empty for one that can't be read. */
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

    /** What a {@code Content-Type} header names; empty if it names none. */
    public static String charsetOf(String contentType) {
        Matcher charset = CHARSET.matcher(contentType);
        return charset.find() ? charset.group(1) : "";
    }

    private static boolean isOffice(String type) {
        return type.startsWith("application/vnd.openxmlformats-officedocument.")
                || type.startsWith("application/vnd.oasis.opendocument.");
    }
}
