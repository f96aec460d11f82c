package io.zaaky.ingestion;

import io.zaaky.spi.Document;
import io.zaaky.spi.Document.Chunk;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads an answer from the pipe. The answer's size is limited, whatever the process at the other
 * end does, and nothing in it is interpreted. Throws an {@link IOException} if the input is not an
 * answer.
 */
final class ParserAnswer {
    private static final int BEGINNING = 0x5A41414B;
    private static final int SHORT = 10_000; // characters of everything but the document's text
    private static final int REPEATED = 3; // times; passages overlap and repeat headings
    private static final int MOST_LINKS = 5000;
    private static final Pattern HASH = Pattern.compile("\\w{1,100}");
    private static final int LONGEST_LINK = 4000; // characters

    private final DataInputStream in;
    private final DocumentLimits limits;
    private long left = SHORT; // characters

    private ParserAnswer(DataInputStream in, DocumentLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** Waits for the beginning of an answer. */
    static ParserAnswer await(DataInputStream in, DocumentLimits limits) throws IOException {
        if (in.readInt() != BEGINNING || in.readInt() != DocumentReader.version()) {
            throw new IOException("not an answer");
        }
        return new ParserAnswer(in, limits);
    }

    /**
     * Must be called first.
     *
     * @throws UnreadableDocumentException if the answer says why the document was not read
     */
    void refuse() throws IOException {
        if (in.readByte() == 0) {
            String sentence = text().replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
            if (sentence.isEmpty()) {
                throw new IOException("no sentence");
            }
            throw new UnreadableDocumentException(sentence, true);
        }
    }

    Document document(String id) throws IOException {
        String title = text();
        String url = WebAddress.orEmpty(text());
        String hash = text();
        if (!HASH.matcher(hash).matches()) {
            throw new IOException("no hash");
        }
        left = (long) REPEATED * limits.characters();
        int count = count(limits.passages());
        List<Chunk> chunks = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                var chunk = new Chunk(text(), text(), in.readInt(), in.readInt());
                if (chunk.text().isBlank()) {
                    throw new IOException("no text");
                }
                chunks.add(chunk);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("places that are none", e);
        }
        return new Document(id, title, url, hash, chunks);
    }

    PageMarkup markup() throws IOException {
        left = (long) MOST_LINKS * LONGEST_LINK;
        List<String> robots = texts();
        Optional<String> canonical = texts().stream().findFirst();
        Optional<String> base = texts().stream().findFirst();
        return new PageMarkup(robots, canonical, base, texts());
    }

    private List<String> texts() throws IOException {
        int count = count(MOST_LINKS);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    private int count(int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException("too many");
        }
        return count;
    }

    private String text() throws IOException {
        int length = in.readInt();
        if (length < 0 || length > 4 * left) { // at most 4 bytes per character
            throw new IOException("too long");
        }
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        left -= text.length();
        if (left < 0 || text.indexOf(0) >= 0) { // databases reject it
            throw new IOException("too long, or not text");
        }
        return text;
    }
}
