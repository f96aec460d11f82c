package io.zaaky.document.parser;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What is asked for.
 *
 * @param task what is to be done with the content
 * @param id of the document; empty for {@link Task#MARKUP}
 * @param kind what its name says it is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Request(Task task, Limits limits, String id, MediaKind kind, Given given, byte[] content) {

    /** What can be asked for. */
    enum Task {
        /** The document, split. */
        DOCUMENT,
        /** What a web page's markup says to robots. */
        MARKUP
    }

    /** Waits for the next one. Throws when the input has ended, or is no request. */
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
