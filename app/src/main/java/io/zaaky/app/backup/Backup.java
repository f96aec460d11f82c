package io.zaaky.app.backup;

import io.zaaky.app.backup.Part.Kind;
import io.zaaky.app.config.OwnerOnly;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a backup while a server may be running. */
public final class Backup {
    private static final int BUFFER = 1 << 16;

    private final String version;
    private final Collection<String> organisations;
    private final Consumer<String> progress;

    /**
     * The result of a backup.
     *
     * @param lines what the backup contains, for people
     * @param left what it does not contain, a sentence each
     */
    public record Written(Instant made, long bytes, List<String> lines, List<String> left) {}

    /**
     * @param version of this program
     * @param organisations that are configured
     * @param progress receives the name of what is being copied
     */
    public Backup(String version, Collection<String> organisations, Consumer<String> progress) {
        this.version = version;
        this.organisations = organisations;
        this.progress = progress;
    }

    /**
     * Writes one file, which appears complete or not at all.
     *
     * @param left what the file does not contain and people should know, a sentence each
     * @throws BackupProblem if the file already exists or cannot be written
     */
    public Written write(Path target, List<Store> stores, Instant now, List<String> left) {
        Path file = target.toAbsolutePath();
        refuseExisting(file);
        Path parent = file.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BackupProblem("there is no folder " + parent);
        }
        try (Folder folder = Folder.in(parent, ".zaaky-backup-")) {
            Path fresh = folder.path().resolve("backup.zip");
            List<Part> parts = new ArrayList<>();
            List<String> missing = new ArrayList<>(left);
            try (ZipOutputStream zip = zip(fresh)) {
                for (Store store : stores) {
                    parts.addAll(copy(store, folder.path(), zip, missing));
                }
                if (parts.isEmpty()) {
                    throw new BackupProblem(
                            "there is nothing to save: no database in the data directory, and no"
                                    + " tables in the data sources");
                }
                zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
                zip.write(new Manifest(version, now, parts, missing).bytes());
                zip.closeEntry();
            }
            Disk.force(fresh);
            long bytes = Files.size(fresh);
            refuseExisting(file);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            Disk.force(parent);
            return new Written(now, bytes, parts.stream().map(Backup::line).toList(), missing);
        } catch (IOException e) {
            throw new BackupProblem(file + " cannot be written: " + e, e);
        }
    }

    private static void refuseExisting(Path file) {
        if (Files.exists(file)) {
            throw new BackupProblem(file + " is there already; name a file that is not");
        }
    }

    private static ZipOutputStream zip(Path file) throws IOException {
        OutputStream out =
                Files.newOutputStream(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (OwnerOnly.isSupported()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        var zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER));
        zip.setLevel(Deflater.BEST_SPEED);
        return zip;
    }

    private List<Part> copy(Store store, Path folder, ZipOutputStream zip, List<String> left)
            throws IOException {
        progress.accept(store.entry());
        return switch (store) {
            case Store.Sqlite(String entry, Path file) -> List.of(sqlite(entry, file, folder, zip));
            case Store.Postgres postgres -> postgres(postgres, zip, left);
        };
    }

    private Part sqlite(String entry, Path file, Path folder, ZipOutputStream zip)
            throws IOException {
        Path copy = folder.resolve("copy.db");
        SqliteCopy.make(file, copy);
        SqliteCopy.Content content = SqliteCopy.look(copy, file.toString());
        Part part =
                entry(
                        zip,
                        entry,
                        Kind.SQLITE,
                        out -> {
                            Files.copy(copy, out);
                            return content;
                        });
        Files.delete(copy);
        return part;
    }

    private List<Part> postgres(Store.Postgres store, ZipOutputStream zip, List<String> left)
            throws IOException {
        List<Part> parts =
                new PostgresDump(store.source(), organisations)
                        .run((entry, kind, content) -> entry(zip, entry, kind, content));
        if (parts.isEmpty()) {
            left.add(
                    "the data source '"
                            + store.source().name()
                            + "' has no conversations: what else is there is made again");
        }
        return parts;
    }

    private Part entry(ZipOutputStream zip, String name, Kind kind, PostgresDump.Content content)
            throws IOException {
        progress.accept(name);
        zip.putNextEntry(new ZipEntry(name));
        var sums = new Sums();
        SqliteCopy.Content written;
        try (OutputStream out = sums.over(zip)) {
            written = content.to(out);
        }
        zip.closeEntry();
        return new Part(name, kind, written.schema(), written.rows(), sums.bytes(), sums.sha256());
    }

    private static String line(Part part) {
        return part.entry() + ": " + part.count() + " rows, " + part.bytes() + " bytes";
    }
}
