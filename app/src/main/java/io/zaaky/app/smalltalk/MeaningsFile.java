package io.zaaky.app.smalltalk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Stores one model's {@link Meanings}, so that a restart embeds nothing: the number of the file
 * format, the digest of the examples, a checksum of the rest, and the rest.
 */
final class MeaningsFile {
    private static final int FORM = 1;
    private static final int NAME_LENGTH = 12;

    private final Path folder;
    private final Path file;
    private final byte[] examples;
    private final int count;

    /**
     * @param folder created when it is needed
     * @param model its name
     * @param source distinguishes models with the same name
     */
    MeaningsFile(Path folder, String model, String source, Examples examples) {
        this.folder = folder;
        file = folder.resolve(name(model, source) + ".vectors");
        this.examples = examples.digest();
        count = examples.sample().size();
    }

    /**
     * A unique file name for each model that any file system accepts, whatever the model is called.
     */
    private static String name(String model, String source) {
        try {
            byte[] both = (model + "\n" + source).getBytes(UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(both);
            String plain = model.replaceAll("[^A-Za-z0-9._-]", "-");
            String start = plain.substring(0, Math.min(plain.length(), 40));
            return start + "-" + HexFormat.of().formatHex(hash).substring(0, NAME_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }

    /**
     * Empty if there is no file yet, or if it is for other examples.
     *
     * @throws IOException if it cannot be read, or is damaged
     */
    Optional<Meanings> read() throws IOException {
        byte[] all;
        try {
            all = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(all))) {
            if (in.readInt() != FORM || !Arrays.equals(in.readNBytes(examples.length), examples)) {
                return Optional.empty();
            }
            long sum = in.readLong();
            byte[] rest = in.readAllBytes();
            if (sum(rest) != sum) {
                throw new IOException(file + " is damaged");
            }
            return Optional.of(meanings(rest));
        } catch (EOFException e) {
            throw new IOException(file + " is cut off", e);
        }
    }

    private Meanings meanings(byte[] rest) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(rest));
        int dimensions = in.readInt();
        Map<String, Meanings.Scale> scales = new LinkedHashMap<>();
        for (String language : Language.CODES) {
            scales.put(language, new Meanings.Scale(in.readFloat(), in.readFloat()));
        }
        return new Meanings(dimensions, in.readNBytes(count * dimensions), scales);
    }

    private static long sum(byte[] bytes) {
        var sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }

    /** Replaces the earlier file, completely or not at all. */
    void write(Meanings meanings) throws IOException {
        var rest = new ByteArrayOutputStream();
        var out = new DataOutputStream(rest);
        out.writeInt(meanings.dimensions());
        for (String language : Language.CODES) {
            Meanings.Scale scale = meanings.scale(language);
            out.writeFloat(scale.unlike());
            out.writeFloat(scale.same());
        }
        out.write(meanings.vectors());
        put(rest.toByteArray());
    }

    private void put(byte[] rest) throws IOException {
        Files.createDirectories(folder);
        Path fresh = folder.resolve(file.getFileName() + ".new");
        try {
            try (var out = new DataOutputStream(Files.newOutputStream(fresh))) {
                out.writeInt(FORM);
                out.write(examples);
                out.writeLong(sum(rest));
                out.write(rest);
            }
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
