package io.zaaky.ingestion;

import io.zaaky.spi.Document;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Reads documents for tests. */
final class Read {
    private Read() {}

    static Document markdown(String text) {
        return of("folder/some-file.md", text, MediaKind.MARKDOWN);
    }

    static Document html(String text) {
        return of("folder/some-file.html", text, MediaKind.HTML);
    }

    static Document text(String text) {
        return of("folder/some-file.txt", text, MediaKind.TEXT);
    }

    static Document of(String id, String text, MediaKind kind) {
        return new DocumentReader().read(id, text.getBytes(StandardCharsets.UTF_8), kind, "");
    }

    /** All chunks with their headings, as they would be read. */
    static String all(Document document) {
        return document.chunks().stream()
                .map(chunk -> chunk.heading() + "\n" + chunk.text())
                .collect(Collectors.joining("\n\n"));
    }

    static List<String> headings(Document document) {
        return document.chunks().stream().map(Document.Chunk::heading).toList();
    }
}
