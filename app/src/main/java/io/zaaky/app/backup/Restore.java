package io.zaaky.app.backup;

import io.zaaky.app.admin.AdminTables;
import io.zaaky.app.backup.Part.Kind;
import io.zaaky.app.config.DataSourceSettings;
import io.zaaky.spi.Database.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Restores a backup into empty places; {@link #run} says what a failure leaves. */
public final class Restore implements AutoCloseable {
    /** What an empty data directory may contain. */
    private static final Set<String> EMPTY = Set.of("zaaky.lock", "lost+found");

    private final Archive archive;
    private final Path data;
    private final Map<String, DataSourceSettings> sources;
    private final Collection<String> organisations;
    private final Consumer<String> progress;

    private Restore(
            Archive archive,
            Path data,
            Map<String, DataSourceSettings> sources,
            Collection<String> organisations,
            Consumer<String> progress) {
        this.archive = archive;
        this.data = data;
        this.sources = sources;
        this.organisations = organisations;
        this.progress = progress;
    }

    /**
     * Reads the manifest; changes nothing.
     *
     * @param data the data directory, which no server uses
     * @param sources those of the configuration, by name
     * @param organisations that are configured
     * @param progress receives the name of what is being restored
     */
    public static Restore of(
            Path file,
            Path data,
            Map<String, DataSourceSettings> sources,
            Collection<String> organisations,
            Consumer<String> progress) {
        return new Restore(Archive.open(file), data, sources, organisations, progress);
    }

    public Instant made() {
        return archive.manifest().made();
    }

    /** The version that wrote the backup. */
    public String version() {
        return archive.manifest().zaaky();
    }

    /** What the backup does not contain, a sentence each. */
    public List<String> left() {
        return archive.manifest().left();
    }

    /** What the backup contains, for people. */
    public List<String> lines() {
        return archive.manifest().parts().stream()
                .map(part -> part.entry() + ": " + part.count() + " rows")
                .toList();
    }

    /** The names of the PostgreSQL data sources that the backup needs. */
    public Set<String> postgres() {
        Set<String> names = new TreeSet<>();
        for (Part part : archive.manifest().parts()) {
            if (part.kind() == Kind.ROWS) {
                names.add(source(part).name());
            }
        }
        return names;
    }

    /**
     * Checks whether everything can be restored; changes nothing.
     *
     * @throws BackupProblem if not
     */
    public void check() {
        checkEmptyFolder();
        Set<DataSourceSettings> seen = new HashSet<>();
        for (Part part : archive.manifest().parts()) {
            switch (part.kind()) {
                case SQLITE -> checkFree(target(part));
                case ROWS -> {
                    DataSourceSettings source = source(part);
                    if (seen.add(source)) {
                        progress.accept(source.name());
                        PostgresLoad.checkEmpty(source, organisations);
                    }
                }
            }
        }
    }

    private void checkEmptyFolder() {
        try (Stream<Path> files = Files.list(data)) {
            List<String> there =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !EMPTY.contains(name))
                            .sorted()
                            .toList();
            if (!there.isEmpty()) {
                throw new BackupProblem(
                        "the data directory "
                                + data.toAbsolutePath()
                                + " is not empty ("
                                + there.getFirst()
                                + " is in it); name an empty one with --data DIR");
            }
        } catch (IOException e) {
            throw new BackupProblem(
                    "the data directory " + data.toAbsolutePath() + " cannot be read: " + e, e);
        }
    }

    private static void checkFree(Path file) {
        if (Files.exists(file)) {
            throw new BackupProblem(file + " is there already; restore where it is not");
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BackupProblem("there is no folder for " + file);
        }
    }

    /**
     * The file that a SQLite database belongs in. Names were checked when the manifest was read.
     */
    private Path target(Part part) {
        String entry = part.entry();
        if (entry.startsWith(Store.DATA)) {
            return data.resolve(entry.substring(Store.DATA.length()));
        }
        String name = entry.substring(Store.SOURCES.length(), entry.length() - ".db".length());
        return configured(name, Dialect.SQLITE)
                .flatMap(Store::file)
                .orElseThrow(() -> missing(name, "a SQLite file"));
    }

    private DataSourceSettings source(Part part) {
        String name = part.store().substring(Store.SOURCES.length());
        return configured(name, Dialect.POSTGRESQL)
                .orElseThrow(() -> missing(name, "a PostgreSQL database"));
    }

    private Optional<DataSourceSettings> configured(String name, Dialect dialect) {
        return Optional.ofNullable(sources.get(name)).filter(source -> source.dialect() == dialect);
    }

    private static BackupProblem missing(String name, String what) {
        return new BackupProblem(
                "the backup was made with a data source '"
                        + name
                        + "' that is "
                        + what
                        + ", and the configuration has none; name the right one with --config DIR");
    }

    /**
     * Restores everything. After a failure, nothing remains except tables without rows. Only if one
     * of several data sources cannot be committed, the rows of those committed before it remain.
     *
     * @throws BackupProblem with the cause of the failure
     */
    public void run() {
        List<PostgresLoad> loads = new ArrayList<>();
        List<Path> placed = new ArrayList<>();
        boolean done = false;
        try (Folder folder = Folder.in(data, ".zaaky-restore-")) {
            Map<Path, Path> files = unpack(folder.path());
            load(loads);
            for (var each : files.entrySet()) {
                checkFree(each.getValue());
                placed.add(each.getValue());
                Files.move(each.getKey(), each.getValue());
            }
            force(placed);
            for (PostgresLoad load : loads) {
                load.commit();
            }
            done = true;
        } catch (IOException e) {
            throw new BackupProblem("the files cannot be put into place: " + e, e);
        } finally {
            loads.forEach(PostgresLoad::close);
            if (!done) {
                placed.forEach(Restore::takeBack);
            }
        }
    }

    private static void force(List<Path> files) throws IOException {
        for (Path file : files) {
            Disk.force(file);
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Disk.force(folder);
            }
        }
    }

    /** Removes a file that this restore has created, never one that existed before. */
    private static void takeBack(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The failure that is already being reported is the one that matters.
        }
    }

    /** Unpacks the databases. Returns the unpacked files, with the file that each belongs in. */
    private Map<Path, Path> unpack(Path folder) {
        Map<Path, Path> files = new LinkedHashMap<>();
        for (Part part : archive.manifest().parts()) {
            if (part.kind() == Kind.SQLITE) {
                progress.accept(part.entry());
                Path fresh = folder.resolve(files.size() + ".db");
                archive.read(part, in -> Files.copy(in, fresh));
                SqliteCopy.Content content = SqliteCopy.look(fresh, part.entry());
                if (!content.rows().equals(part.rows())) {
                    throw new BackupProblem(
                            part.entry() + " has other rows than its manifest says");
                }
                checkVersion(part, content);
                files.put(fresh, target(part));
            }
        }
        return files;
    }

    /** Refuses a newer version, with which the server would not start. */
    private static void checkVersion(Part part, SqliteCopy.Content content) {
        if (part.entry().equals(Store.DATA + AdminTables.FILE)
                && Integer.parseInt(content.schema()) > AdminTables.VERSION) {
            throw new BackupProblem(
                    part.entry()
                            + " was written by a newer version of Zaaky; restore it with that");
        }
    }

    private void load(List<PostgresLoad> loads) {
        Map<String, PostgresLoad> byName = new LinkedHashMap<>();
        for (Part part : archive.manifest().parts()) {
            if (part.kind() == Kind.ROWS) {
                progress.accept(part.entry());
                DataSourceSettings source = source(part);
                PostgresLoad load =
                        byName.computeIfAbsent(
                                source.name(),
                                _ -> {
                                    var made = new PostgresLoad(source);
                                    loads.add(made);
                                    made.checkSchema(part.schema());
                                    return made;
                                });
                archive.read(part, in -> compare(part, load.insert(part.table(), in)));
            }
        }
    }

    private static void compare(Part part, long rows) {
        if (rows != part.count()) {
            throw new BackupProblem(
                    part.entry() + " has " + rows + " rows, and its manifest says " + part.count());
        }
    }

    @Override
    public void close() {
        archive.close();
    }
}
