package io.zaaky.app.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import io.zaaky.app.config.OwnerOnly;
import io.zaaky.app.config.ServerSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the running Java and the data directory. */
public final class MachineChecks {
    private static final int JAVA = 25;
    private static final long MIB = 1 << 20;
    private static final long SMALLEST_HEAP = 96 * MIB;
    private static final Set<String> FAR =
            Set.of("nfs", "nfs4", "cifs", "smbfs", "smb3", "9p", "fuse.sshfs", "afs");
    private static final Set<String> FLEETING = Set.of("tmpfs", "ramfs");
    private static final String LOCK = "zaaky.lock";

    private MachineChecks() {}

    public static List<Finding> java() {
        int version = Runtime.version().feature();
        long heap = Runtime.getRuntime().maxMemory();
        String seen =
                "Java "
                        + Runtime.version()
                        + ", heap up to "
                        + heap / MIB
                        + " MiB, "
                        + Runtime.getRuntime().availableProcessors()
                        + " cores";
        if (version < JAVA) {
            return List.of(
                    Finding.fail("java", seen, "install JDK 25 or newer, or set ZAAKY_JAVA_HOME"));
        }
        return List.of(
                heap < SMALLEST_HEAP
                        ? Finding.warn("java", seen, "give it more: ZAAKY_JAVA_OPTS=-Xmx256m")
                        : Finding.ok("java", seen));
    }

    public static List<Finding> files(ServerSettings server) {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean system)) {
            return List.of();
        }
        long most = system.getMaxFileDescriptorCount();
        long wanted = 4L * server.maxStreams() + 2000; // connections take less than half of them
        String seen = most + " files and connections at once";
        return List.of(
                most < wanted
                        ? Finding.warn(
                                "open files",
                                seen + ", for " + server.maxStreams() + " streams",
                                "LimitNOFILE="
                                        + wanted
                                        + " in the service, or ulimit -n; or a lower"
                                        + " server.max-streams")
                        : Finding.ok("open files", seen));
    }

    /** Changes nothing: a missing directory is not created. */
    public static List<Finding> data(Path folder, ServerSettings server) {
        Path data = folder.toAbsolutePath();
        String name = "data directory";
        try {
            if (!Files.exists(data)) {
                return List.of(missing(name, data));
            }
            if (!Files.isDirectory(data) || !Files.isWritable(data)) {
                return List.of(
                        Finding.fail(
                                name,
                                data + " can't be written by this user",
                                "name another with --data DIR, or give the right to write to it"));
            }
            List<Finding> found = new ArrayList<>();
            boolean used = isUsed(data);
            found.add(
                    OwnerOnly.isOpenToOthers(data)
                            ? Finding.warn(
                                    name,
                                    data + " can be read by other users",
                                    "chmod -R go= " + data)
                            : Finding.ok(
                                    name,
                                    data
                                            + (used
                                                    ? ", in use by a server"
                                                    : ", no server uses it")));
            FileStore store = Files.getFileStore(data);
            found.add(disk(store, server));
            kind(name, data, store.type()).ifPresent(found::add);
            return found;
        } catch (IOException e) {
            return List.of(Finding.fail(name, data + ": " + e, "name another with --data DIR"));
        }
    }

    private static Finding missing(String name, Path data) {
        Path above = data;
        while (above.getParent() != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return Files.isDirectory(above) && Files.isWritable(above)
                ? Finding.ok(name, data + " is not there yet; the first start makes it")
                : Finding.fail(
                        name,
                        data + " is not there, and " + above + " can't be written by this user",
                        "make it, or name another with --data DIR");
    }

    private static Finding disk(FileStore store, ServerSettings server) throws IOException {
        long free = store.getUsableSpace();
        long reserve = server.minFreeDisk();
        String seen = free / MIB + " MiB free";
        if (free < reserve) {
            return Finding.fail(
                    "disk",
                    seen + ", less than server.min-free-disk",
                    "make room: uploads and crawls wait until then");
        }
        return free < 4 * reserve
                ? Finding.warn("disk", seen, "make room before it is used up")
                : Finding.ok("disk", seen);
    }

    private static Optional<Finding> kind(String name, Path data, String type) {
        if (FAR.contains(type)) {
            return Optional.of(
                    Finding.warn(
                            name,
                            data + " is on another machine (" + type + ")",
                            "put it on a local disk: SQLite and Lucene need its locks"));
        }
        return FLEETING.contains(type)
                ? Optional.of(
                        Finding.warn(
                                name,
                                data + " is in memory (" + type + ")",
                                "put it on a disk: it is gone with the next start of the machine"))
                : Optional.empty();
    }

    /** Whether a server holds the directory's lock. */
    public static boolean isUsed(Path data) throws IOException {
        Path lock = data.resolve(LOCK);
        if (!Files.exists(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                var taken = channel.tryLock()) {
            return taken == null;
        } catch (OverlappingFileLockException e) {
            return true; // a server in this process
        }
    }
}
