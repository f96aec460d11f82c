package io.zaaky.ingestion;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A request to the program that reads documents.
 *
 * @param task what to do with the content
 * @param id the document's id; empty for {@link Task#MARKUP}
 * @param kind the kind of content according to its name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ParserRequest(Task task, String id, MediaKind kind, Given given, byte[] content) {
    private static final int FINGERPRINT = 16; // bytes

    /** The tasks of the program. */
    enum Task {
        /** Read and split a document. */
        DOCUMENT,
        /** Read the instructions for robots in a web page's markup. */
        MARKUP
    }

    /** Writes the request. The class {@code Worker} of the program describes the protocol. */
    void write(DocumentLimits limits, DataOutputStream out) throws IOException {
        out.writeUTF(task.name());
        limits.write(out);
        out.writeUTF(id);
        out.writeUTF(kind.name());
        for (String text : List.of(given.title(), given.url(), given.charset())) {
            write(text.getBytes(StandardCharsets.UTF_8), out);
        }
        write(content, out);
        out.flush();
    }

    private static void write(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * A hash that is equal for all requests that have the same answer from this version of the
     * program.
     */
    String fingerprint() {
        MessageDigest digest = Sha256.digest();
        for (String text :
                List.of(
                        "reader " + DocumentReader.version(),
                        task.name(),
                        id,
                        kind.name(),
                        given.title(),
                        given.url(),
                        given.charset())) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        byte[] part = Arrays.copyOf(digest.digest(content), FINGERPRINT);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
    }
}
