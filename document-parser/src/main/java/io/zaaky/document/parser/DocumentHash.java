package io.zaaky.document.parser;

import io.zaaky.spi.Document.Chunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 over everything that is indexed: each text with its length, the positions of the chunks,
 * and the version of the splitter.
 */
final class DocumentHash {
    private final MessageDigest digest = sha256();

    private DocumentHash() {}

    static String of(String title, String url, List<Chunk> chunks) {
        var hash = new DocumentHash();
        hash.add("zaaky-splitter-" + Splitter.VERSION);
        hash.add(title);
        hash.add(url);
        for (Chunk chunk : chunks) {
            hash.add(chunk.heading());
            hash.add(chunk.text());
            hash.add(chunk.start() + "-" + chunk.end());
        }
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
