package io.zaaky.app.backup;

import io.zaaky.app.config.DataSourceSettings;
import io.zaaky.spi.Database.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A place that holds data that cannot be made again. */
public sealed interface Store {

    /** Its name in a backup. */
    String entry();

    /** A database in a file. */
    record Sqlite(String entry, Path file) implements Store {}

    /** Zaaky's tables in a PostgreSQL database. */
    record Postgres(DataSourceSettings source) implements Store {
        @Override
        public String entry() {
            return SOURCES + source.name();
        }
    }

    /** The prefixes of files in the data directory, and of data sources elsewhere. */
    String DATA = "data/";

    String SOURCES = "data-sources/";

    /**
     * Finds all stores: the databases in the data directory, whether configured or not, and the
     * data sources that chatbots use.
     *
     * @param used the names of those data sources
     */
    static List<Store> all(
            Path data, Collection<DataSourceSettings> sources, Collection<String> used) {
        List<Store> all = new ArrayList<>();
        Set<Path> known = new LinkedHashSet<>();
        for (Path file : databases(data)) {
            known.add(file);
            all.add(new Sqlite(DATA + file.getFileName(), file));
        }
        for (DataSourceSettings source : sources) {
            if (!used.contains(source.name())) {
                continue;
            }
            if (source.dialect() == Dialect.POSTGRESQL) {
                all.add(new Postgres(source));
            } else {
                file(source)
                        .filter(file -> Files.exists(file) && known.add(file))
                        .ifPresent(file -> all.add(elsewhere(source, file)));
            }
        }
        return all;
    }

    private static Sqlite elsewhere(DataSourceSettings source, Path file) {
        return new Sqlite(SOURCES + source.name() + ".db", file);
    }

    private static Set<Path> databases(Path data) {
        if (!Files.isDirectory(data)) {
            throw new BackupProblem(
                    "there is no data directory "
                            + data.toAbsolutePath()
                            + "; name the server's with --data DIR");
        }
        try (Stream<Path> files = Files.list(data)) {
            Set<Path> found = new TreeSet<>();
            files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches("[a-z][a-z0-9-]*\\.db"))
                    .map(Store::real)
                    .forEach(found::add);
            return found;
        } catch (IOException e) {
            throw new BackupProblem(
                    "the data directory " + data.toAbsolutePath() + " cannot be read: " + e, e);
        }
    }

    /**
     * The file of a SQLite data source; empty for the default one, which is in the data directory,
     * and for one in memory, which has nothing to keep.
     */
    static Optional<Path> file(DataSourceSettings source) {
        String name = source.url().orElse("").replaceFirst("^jdbc:sqlite:", "");
        String path = name.replaceFirst("^file:(//)?", "").replaceFirst("\\?.*$", "");
        return path.isEmpty() || path.equals(":memory:") || name.contains("mode=memory")
                ? Optional.empty()
                : Optional.of(real(Path.of(path)));
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize(); // the file does not exist
        }
    }
}
