package io.zaaky.ingestion;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A program like the one that reads documents, which does with each what the document says; the
 * document {@code pid} is answered by the process's id.
 */
public final class OddParser {
    private static final int LIMITS = 10;

    private OddParser() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var in = new DataInputStream(System.in);
        var out = new DataOutputStream(System.out);
        while (true) {
            in.readUTF(); // the task
            int limit = in.readInt();
            in.skipNBytes(4L * (LIMITS - 1));
            in.readUTF(); // the id
            in.readUTF(); // the kind
            for (int i = 0; i < 3; i++) {
                in.skipNBytes(in.readInt());
            }
            byte[] content = new byte[in.readInt()];
            in.readFully(content);
            switch (new String(content, StandardCharsets.UTF_8)) {
                case "crash" -> System.exit(7);
                case "hang" -> new CountDownLatch(1).await();
                case "memory" -> fill();
                case "noise" -> out.writeInt(42);
                case "older" -> answer(out, DocumentReader.version() - 1, 1, "text");
                case "much" -> answer(out, 1, "x".repeat(5 * limit));
                case "many" -> answer(out, 1_000_000, "text");
                case "refuse" -> refuse(out);
                default -> answer(out, 1, "pid " + ProcessHandle.current().pid());
            }
            out.flush();
        }
    }

    private static void fill() {
        byte[][] all = new byte[1 << 10][];
        for (int i = 0; i < all.length; i++) {
            all[i] = new byte[1 << 24];
        }
        System.err.println(all.length);
    }

    private static void refuse(DataOutputStream out) throws IOException {
        out.writeInt(0x5A41414B);
        out.writeInt(DocumentReader.version());
        out.writeByte(0);
        text(out, "It says\nno.");
    }

    private static void answer(DataOutputStream out, int chunks, String text) throws IOException {
        answer(out, DocumentReader.version(), chunks, text);
    }

    private static void answer(DataOutputStream out, int version, int chunks, String text)
            throws IOException {
        out.writeInt(0x5A41414B);
        out.writeInt(version);
        out.writeByte(1);
        for (String each : List.of("title", "", "hash")) {
            text(out, each);
        }
        out.writeInt(chunks);
        text(out, "");
        text(out, text);
        out.writeInt(0);
        out.writeInt(text.length());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
