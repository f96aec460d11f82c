package io.zaaky.document.parser;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A request to the program.
 *
 * @param task what to do with the content
 * @param id the document's id; empty for {@link Task#MARKUP}
 * @param kind the kind of content according to its name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Request(Task task, Limits limits, String id, MediaKind kind, Given given, byte[] content) {

    /** The tasks of the program. */
    enum Task {
        /** Read and split a document. */
        DOCUMENT,
        /** Read the instructions for robots in a web page's markup. */
        MARKUP
    }

    /** Waits for the next request. Throws if the input has ended or is not a request. */
    static Request read(DataInputStream in) throws IOException {
        return new Request(
                Task.valueOf(in.readUTF()),
                Limits.read(in),
                in.readUTF(),
                MediaKind.valueOf(in.readUTF()),
                new Given(text(in), text(in), text(in)),
                bytes(in));
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
