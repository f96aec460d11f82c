package io.zaaky.ingestion;

import io.zaaky.ingestion.DocumentParser.Parsed;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One process that reads documents. Used by one thread; only {@link #kill} by any. */
final class RunningParser {
    private static final int ANSWER = 0x5A41414B;
    private static final int OUT_OF_MEMORY = 3; // the exit code of -XX:+ExitOnOutOfMemoryError
    private static final int NO_PROGRAM = 1; // Java's, also for what it did not expect
    private static final int LONGEST_LINE = 500; // characters, of a sentence or a title
    private static final int GRACE = 2; // seconds between the last word and the end

    private final Process process;
    private final Path folder;
    private final DataOutputStream out;
    private final DataInputStream in;
    private int documents;
    private int answers;

    /**
     * @param folder the process's own, deleted after it
     */
    RunningParser(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.in = new DataInputStream(process.getInputStream());
    }

    boolean isFit(int mostDocuments) {
        return process.isAlive() && documents < mostDocuments;
    }

    /**
     * Reads a document.
     *
     * @throws IOException if the process has ended or does not keep to the protocol
     * @throws UnreadableDocumentException if it says why it does not read this
     */
    Parsed read(byte[] content, String mediaType, int limit) throws IOException {
        documents++;
        out.writeInt(limit);
        out.writeUTF(mediaType);
        out.writeInt(content.length);
        out.write(content);
        out.flush();
        if (in.readInt() != ANSWER) {
            throw new IOException("not an answer");
        }
        answers++;
        if (in.readByte() == 0) {
            throw new UnreadableDocumentException(CleanText.line(text(LONGEST_LINE)));
        }
        text(LONGEST_LINE); // the media type, for people who look
        return new Parsed(text(Math.max(limit, LONGEST_LINE)), text(limit));
    }

    /** At most so many characters, whatever the process says. */
    private String text(int limit) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > 4L * limit) {
            throw new IOException("too long");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Why it ended over a document, for people. */
    String failure() {
        try {
            int code = process.waitFor(GRACE, TimeUnit.SECONDS) ? process.exitValue() : 0;
            if (code == OUT_OF_MEMORY) {
                return "Reading it takes more memory than there is for one document.";
            }
            if (code == NO_PROGRAM && answers == 0) {
                return ParserProgram.MISSING;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "Reading it made the program fail that reads documents.";
    }

    void kill() {
        process.destroyForcibly();
    }

    void end() {
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // temporary files of a temporary folder
        }
    }
}
