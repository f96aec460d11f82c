package io.zaaky.ingestion;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A program like the one that reads documents, which does with each what the document says; the
 * document {@code pid} is answered by the process's id.
 */
public final class OddParser {
    private OddParser() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        var in = new DataInputStream(System.in);
        var out = new DataOutputStream(System.out);
        while (true) {
            int limit = in.readInt();
            in.readUTF();
            byte[] content = new byte[in.readInt()];
            in.readFully(content);
            switch (new String(content, java.nio.charset.StandardCharsets.UTF_8)) {
                case "crash" -> System.exit(7);
                case "hang" -> new CountDownLatch(1).await();
                case "memory" -> fill();
                case "noise" -> out.writeInt(42);
                case "much" -> answer(out, "x".repeat(5 * limit));
                default -> answer(out, "<p>" + ProcessHandle.current().pid() + "</p>");
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

    private static void answer(DataOutputStream out, String xhtml) throws IOException {
        out.writeInt(0x5A41414B);
        out.writeByte(1);
        for (String text : List.of("text/x", "", xhtml)) {
            byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }
}
