package io.zaaky.document.parser;

import io.zaaky.spi.Document;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Reads documents for tests. */
final class Read {
    /** As the server sends them, but for more cells, so that other limits are met first. */
    static final Limits LIMITS =
            new Limits(
                    20_000_000,
                    100_000,
                    1_000_000,
                    200,
                    400_000,
                    1_500_000,
                    256,
                    50,
                    5_000_000,
                    20_000);

    private Read() {}

    /** The same, but for the length of the text. */
    static Limits limits(int characters) {
        return new Limits(
                characters,
                LIMITS.passages(),
                LIMITS.cells(),
                LIMITS.columns(),
                LIMITS.elements(),
                LIMITS.marks(),
                LIMITS.depth(),
                LIMITS.quotes(),
                LIMITS.operators(),
                LIMITS.forms());
    }

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
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return DocumentReading.read(id, bytes, kind, Given.NOTHING, LIMITS);
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
