package io.zaaky.app.smalltalk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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

/** Keeps one model's {@link Meanings}, so that a restart embeds nothing. */
final class MeaningsFile {
    private static final int FORM = 1;
    private static final int MOST_DIMENSIONS = 16_384;
    private static final int NAME_LENGTH = 12;

    private final Path folder;
    private final Path file;
    private final byte[] examples;
    private final int count;

    /**
     * @param folder made when it is needed
     * @param model its name; vectors of different names are never compared
     */
    MeaningsFile(Path folder, String model, Examples examples) {
        this.folder = folder;
        file = folder.resolve(name(model) + ".vectors");
        this.examples = examples.digest();
        count = examples.all().size();
    }

    /** Whatever a model is called: a name that any file system takes, and one for each model. */
    private static String name(String model) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(model.getBytes(UTF_8));
            String plain = model.replaceAll("[^A-Za-z0-9._-]", "-");
            String start = plain.substring(0, Math.min(plain.length(), 40));
            return start + "-" + HexFormat.of().formatHex(hash).substring(0, NAME_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /**
     * Empty if there is none yet, or one of other examples.
     *
     * @throws IOException if it can't be read, or is not what was written
     */
    Optional<Meanings> read() throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != FORM || !Arrays.equals(in.readNBytes(examples.length), examples)) {
                return Optional.empty();
            }
            int dimensions = in.readInt();
            if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
                throw new IOException(file + " is damaged");
            }
            Map<String, Meanings.Scale> scales = new LinkedHashMap<>();
            for (String language : Language.CODES) {
                scales.put(language, new Meanings.Scale(in.readFloat(), in.readFloat()));
            }
            long sum = in.readLong();
            byte[] vectors = in.readNBytes(count * dimensions);
            if (vectors.length != count * dimensions || sum(vectors) != sum) {
                throw new IOException(file + " is damaged");
            }
            return Optional.of(new Meanings(dimensions, vectors, scales));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static long sum(byte[] vectors) {
        var sum = new CRC32();
        sum.update(vectors);
        return sum.getValue();
    }

    /** Puts it into the place of the one before, whole or not at all. */
    void write(Meanings meanings) throws IOException {
        Files.createDirectories(folder);
        Path fresh = folder.resolve(file.getFileName() + ".new");
        try {
            try (var out =
                    new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh)))) {
                out.writeInt(FORM);
                out.write(examples);
                out.writeInt(meanings.dimensions());
                for (String language : Language.CODES) {
                    Meanings.Scale scale = meanings.scale(language);
                    out.writeFloat(scale.unlike());
                    out.writeFloat(scale.same());
                }
                out.writeLong(sum(meanings.vectors()));
                out.write(meanings.vectors());
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
