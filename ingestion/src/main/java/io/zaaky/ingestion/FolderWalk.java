package io.zaaky.ingestion;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds the documents below a folder, or the single file that a path names. Reads only attributes.
 * Skips hidden files, hidden folders and unknown file name extensions. Follows links that stay
 * inside the folder.
 */
public final class FolderWalk extends SimpleFileVisitor<Path> {
    private static final int DEEPEST = 50; // nested folders

    private final Path root;
    private final Path realRoot;
    private final Map<String, SourceFile> files = new TreeMap<>();
    private final Map<String, FileProblem> problems = new TreeMap<>();

    private FolderWalk(Path root) throws IOException {
        this.root = root;
        this.realRoot = root.toRealPath();
    }

    /**
     * Walks a folder; returns when the walk is complete.
     *
     * @throws IOException if the folder itself can't be read
     */
    public static FolderWalk of(Path root) throws IOException {
        var walk = new FolderWalk(root);
        if (!Files.isReadable(root)) {
            throw new AccessDeniedException(root.toString());
        }
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, walk);
        return walk;
    }

    /** By id. */
    public Map<String, SourceFile> files() {
        return files;
    }

    /** By id. */
    Map<String, FileProblem> problems() {
        return problems;
    }

    /** The files and folders that cannot be read. */
    public List<SourceProblem> unread() {
        return problems.values().stream().map(FileProblem::told).toList();
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        boolean here = folder.equals(root);
        return here || (!isHidden(folder) && staysInside(folder))
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        Optional<MediaKind> kind = MediaKind.ofFileName(name(file));
        if (isHidden(file) || kind.isEmpty()) {
            if (file.equals(root)) {
                problem(file, "Files with this ending can't be read.");
            }
            return FileVisitResult.CONTINUE;
        }
        if (attributes.isSymbolicLink()) {
            problem(file, "It is a link to something that is not there.");
        } else if (attributes.isDirectory()) {
            problem(file, "It lies too deep: at most " + DEEPEST + " folders in one another.");
        } else if (attributes.isRegularFile() && staysInside(file)) {
            String id = id(file);
            var found = new SourceFile(id, file, kind.get(), SourceFile.State.of(attributes));
            if (files.putIfAbsent(id, found) != null) {
                problem(file, "Another file has the same id; rename one of them.");
            }
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        if (!isHidden(file)) {
            String reason =
                    failure instanceof FileSystemLoopException
                            ? "It is a link to a folder that it lies in."
                            : "It can't be read: " + failure.getClass().getSimpleName() + ".";
            problem(file, reason);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
        if (failure != null) {
            visitFileFailed(folder, failure);
        }
        return FileVisitResult.CONTINUE;
    }

    private boolean staysInside(Path path) {
        if (path.equals(root) || !Files.isSymbolicLink(path)) {
            return true;
        }
        try {
            if (path.toRealPath().startsWith(realRoot)) {
                return true;
            }
            problem(path, "It is a link that leaves the folder, which is not followed.");
        } catch (IOException e) {
            problem(path, "It is a link that can't be followed.");
        }
        return false;
    }

    private void problem(Path path, String reason) {
        problems.put(id(path), new FileProblem(id(path), path, reason));
    }

    private String id(Path path) {
        Path relative = path.equals(root) ? Path.of(name(path)) : root.relativize(path);
        return DocumentIds.of(
                StreamSupport.stream(relative.spliterator(), false)
                        .map(Path::toString)
                        .collect(Collectors.joining("/")));
    }

    private boolean isHidden(Path path) {
        return !path.equals(root) && name(path).startsWith(".");
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "root" : name.toString();
    }
}
