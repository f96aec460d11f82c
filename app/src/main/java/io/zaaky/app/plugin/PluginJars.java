package io.zaaky.app.plugin;

import io.zaaky.app.config.AllowedPlugins;
import io.zaaky.app.config.AllowedPlugins.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The jars of the plugins folder as they are loaded. Without {@code server.plugins}, they are
 * loaded from that folder. With it, they are copied into a folder that only this user can read and
 * write, hashed while they are copied, and loaded from there if the hash is right. Replacing a file
 * in the plugins folder afterwards, even while the server runs, therefore changes nothing that is
 * loaded.
 */
final class PluginJars implements AutoCloseable {
    private final Path folder;
    private final List<Path> files;
    private final Optional<Path> copies;

    private PluginJars(Path folder, List<Path> files, Optional<Path> copies) {
        this.folder = folder;
        this.files = files;
        this.copies = copies;
    }

    /**
     * Jars that differ from the list are reported and left out.
     *
     * @param folder it may be missing
     */
    static PluginJars of(Path folder, AllowedPlugins allowed) {
        List<Path> found = in(folder);
        if (allowed.entries().isEmpty()) {
            return new PluginJars(folder, found, Optional.empty());
        }
        try {
            Path copies = Files.createTempDirectory("zaaky-plugins-"); // mode 0700
            var jars = new PluginJars(folder, new ArrayList<>(), Optional.of(copies));
            jars.copy(found, allowed, new TreeMap<>(allowed.entries().get()));
            return jars;
        } catch (IOException e) {
            throw new PluginProblem("the plugins cannot be copied to be checked: " + e, e);
        }
    }

    private void copy(List<Path> found, AllowedPlugins allowed, Map<String, Entry> missing)
            throws IOException {
        for (Path jar : found) {
            String name = name(jar);
            Entry entry = missing.remove(name);
            if (entry == null) {
                allowed.notListed(name);
            } else {
                Path copy = copies.orElseThrow().resolve(name);
                if (isAsListed(copy, hashedCopy(jar, copy), entry)) {
                    files.add(copy);
                } else {
                    Files.delete(copy);
                }
            }
        }
        missing.values()
                .forEach(
                        entry -> entry.node().problem("file", "there is no such jar in " + folder));
    }

    private boolean isAsListed(Path copy, String hash, Entry entry) {
        if (!hash.equals(entry.sha256())) {
            entry.node()
                    .problem(
                            "sha256",
                            "is not the hash of "
                                    + folder.resolve(name(copy))
                                    + ", which is "
                                    + hash
                                    + "; put the right file there, or, if you know where this one"
                                    + " comes from, its hash here");
            return false;
        }
        if (leadsElsewhere(copy)) {
            entry.node()
                    .problem(
                            "file",
                            "its manifest has Java load files from elsewhere (Class-Path); put"
                                    + " those into the plugins folder, list them, and use a jar"
                                    + " whose Class-Path is empty or has their plain names");
            return false;
        }
        return true;
    }

    /** Java would load the files that a manifest's Class-Path names, listed or not. */
    private static boolean leadsElsewhere(Path copy) {
        try (var jar = new JarFile(copy.toFile())) {
            String classPath =
                    Optional.ofNullable(jar.getManifest())
                            .map(Manifest::getMainAttributes)
                            .map(main -> main.getValue(Attributes.Name.CLASS_PATH))
                            .orElse("");
            return !classPath.strip().matches("([\\w.+-]+( +|$))*");
        } catch (IOException e) {
            return false; // not a jar: nothing is loaded from it
        }
    }

    /** The SHA-256 of the bytes that were copied. */
    private static String hashedCopy(Path jar, Path copy) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream from = Files.newInputStream(jar);
                OutputStream to = new DigestOutputStream(Files.newOutputStream(copy), digest)) {
            from.transferTo(to);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * The jars of a folder with their hashes.
     *
     * @param folder it may be missing
     */
    static Map<String, String> hashes(Path folder) {
        Map<String, String> hashes = new TreeMap<>();
        try {
            for (Path jar : in(folder)) {
                byte[] digest = sha256().digest(Files.readAllBytes(jar));
                hashes.put(name(jar), HexFormat.of().formatHex(digest));
            }
        } catch (IOException e) {
            throw new PluginProblem("the plugins folder " + folder + " cannot be read: " + e, e);
        }
        return hashes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static List<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> name(file).endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new PluginProblem("the plugins folder " + folder + " cannot be read: " + e, e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    URL[] urls() {
        try {
            var urls = new URL[files.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = files.get(i).toUri().toURL();
            }
            return urls;
        } catch (MalformedURLException e) {
            throw new PluginProblem(
                    "a jar's name in " + folder + " is not fit: " + e.getMessage(), e);
        }
    }

    /** The original location of a loaded file. */
    Path origin(Path loaded) {
        return copies.filter(loaded::startsWith)
                .map(_ -> folder.resolve(name(loaded)))
                .orElse(loaded);
    }

    @Override
    public void close() {
        if (copies.isEmpty()) {
            return;
        }
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(copies.get());
        } catch (IOException e) {
            throw new PluginProblem("copies of plugins cannot be removed: " + e, e);
        }
    }
}
