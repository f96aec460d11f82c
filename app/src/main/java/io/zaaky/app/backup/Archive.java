package io.zaaky.app.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A backup opened for reading. Only entries named in its manifest are read. */
final class Archive implements AutoCloseable {
    private static final int LONGEST_MANIFEST = 16 << 20;

    private final Path file;
    private final ZipFile zip;
    private final Manifest manifest;

    private Archive(Path file, ZipFile zip, Manifest manifest) {
        this.file = file;
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * @throws BackupProblem if it is not a complete backup
     */
    static Archive open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BackupProblem("there is no file " + file);
        }
        try {
            var zip = new ZipFile(file.toFile());
            try {
                Manifest manifest = manifest(zip);
                checkEntries(zip, manifest);
                return new Archive(file, zip, manifest);
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException e) {
            throw new BackupProblem(
                    file + " is no backup of Zaaky, or only a part of one: " + e, e);
        } catch (BackupProblem e) {
            throw new BackupProblem(file + " cannot be restored: " + e.getMessage(), e);
        }
    }

    private static Manifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(Manifest.ENTRY);
        if (entry == null) {
            throw new BackupProblem("it has no manifest, so it is no backup of Zaaky");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(LONGEST_MANIFEST + 1);
            if (bytes.length > LONGEST_MANIFEST) {
                throw new BackupProblem("its manifest is too long");
            }
            return Manifest.of(bytes);
        }
    }

    /** Checks that each name in the manifest occurs once, and that there is no other name. */
    private static void checkEntries(ZipFile zip, Manifest manifest) {
        Set<String> expected = new HashSet<>(Set.of(Manifest.ENTRY));
        manifest.parts().forEach(part -> expected.add(part.entry()));
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (!expected.remove(entry.getName())) {
                throw new BackupProblem(
                        "it holds an entry that its manifest does not name, or names once only");
            }
        }
        if (!expected.isEmpty()) {
            throw new BackupProblem("it lacks " + expected.iterator().next());
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /** Processes the bytes of an entry. */
    interface Reader {
        void read(InputStream in) throws IOException;
    }

    /**
     * Passes on an entry's bytes and then checks them. If this throws, the caller must undo what it
     * did with them.
     */
    void read(Part part, Reader reader) {
        var sums = new Sums();
        try (InputStream in =
                sums.over(zip.getInputStream(zip.getEntry(part.entry())), part.bytes())) {
            reader.read(in);
            var _ = in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new BackupProblem(part.entry() + " of " + file + " cannot be read: " + e, e);
        }
        if (sums.bytes() != part.bytes() || !sums.sha256().equals(part.sha256())) {
            throw new BackupProblem(
                    part.entry() + " of " + file + " is damaged: its hash is another one");
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            // it was only read
        }
    }
}
