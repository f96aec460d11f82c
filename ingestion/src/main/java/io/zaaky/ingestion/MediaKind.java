package io.zaaky.ingestion;

import java.util.Locale;
import java.util.Optional;

/** What can be read. Another kind is another constant, and the compiler shows what it needs. */
public enum MediaKind {
    TEXT,
    MARKDOWN,
    HTML;

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
                    default -> null;
                });
    }
}
