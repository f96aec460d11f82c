package io.zaaky.ingestion;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One process that reads documents. Used by one thread; only {@link #kill} may be called by any.
 */
final class RunningParser {
    private static final int OUT_OF_MEMORY = 3; // the exit code of -XX:+ExitOnOutOfMemoryError
    private static final int NO_PROGRAM = 1; // Java's own exit code, also for unexpected exceptions
    private static final int GRACE = 2; // seconds to wait for the end after the last output

    private final Process process;
    private final Path folder;
    private final DataOutputStream out;
    private final DataInputStream in;
    private int documents;
    private int answers;

    /**
     * @param folder the process's own folder, deleted after it ends
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
     * Sends a request and waits for the beginning of its answer.
     *
     * @throws IOException if the process has ended or violates the protocol
     * @throws UnreadableDocumentException if the process says why it does not read the document
     */
    ParserAnswer ask(ParserRequest request, DocumentLimits limits) throws IOException {
        documents++;
        request.write(limits, out);
        ParserAnswer answer = ParserAnswer.await(in, limits);
        answers++;
        answer.refuse();
        return answer;
    }

    /** Explains to people why the process ended while reading a document. */
    UnreadableDocumentException failure() {
        try {
            int code = process.waitFor(GRACE, TimeUnit.SECONDS) ? process.exitValue() : 0;
            if (code == OUT_OF_MEMORY) {
                return new UnreadableDocumentException(
                        "Reading it takes more memory than there is for one document.", true);
            }
            if (code == NO_PROGRAM && answers == 0) {
                return ParserProgram.missing();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new UnreadableDocumentException(
                "Reading it made the program fail that reads documents.", true);
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
            // they are temporary files in a temporary folder
        }
    }
}
