package io.zaaky.app;

import io.zaaky.spi.Prompt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * Where a test meets the fake plugins of type {@code staged}, which say here what is done to them.
 * The server makes them itself, so their key {@code stage} has to name the one they belong to.
 */
public final class Stage {
    private static final long LIMIT_SECONDS = 30;
    private static final Map<String, Stage> STAGES = new ConcurrentHashMap<>();

    private final Map<String, Integer> made = new ConcurrentHashMap<>();
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<String> closed = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<String> mistakes = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Prompt> prompts = new ConcurrentLinkedQueue<>();
    private final Semaphore releases = new Semaphore(0);

    static Stage of(String name) {
        return STAGES.computeIfAbsent(name, _ -> new Stage());
    }

    /** Puts a jar into the plugins folder that makes the server find the fake plugins. */
    public static void install(Path plugins) throws IOException {
        Files.createDirectories(plugins);
        try (var jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("staged.jar")))) {
            service(jar, "ChatModelProvider", StagedModelProvider.class);
            service(jar, "RetrieverProvider", StagedRetrieverProvider.class);
        }
    }

    private static void service(JarOutputStream jar, String kind, Class<?> provider)
            throws IOException {
        jar.putNextEntry(new JarEntry("META-INF/services/io.zaaky.spi." + kind));
        jar.write(provider.getName().getBytes(StandardCharsets.UTF_8));
        jar.closeEntry();
    }

    /** A plugin is made; the returned name, with a number, is its own. */
    String made(String name) {
        String own = name + " " + made.merge(name, 1, Integer::sum);
        open.add(own);
        return own;
    }

    void used(String name) {
        if (!open.contains(name)) {
            mistakes.add(name + " was used after its end");
        }
    }

    void asked(Prompt prompt) {
        prompts.add(prompt);
    }

    void closed(String name) {
        if (!open.remove(name)) {
            mistakes.add(name + " was closed twice");
        }
        closed.add(name);
    }

    /** Called by an answer that is held: waits for {@link #release}. */
    void hold() throws InterruptedException {
        releases.acquire();
    }

    /** Lets one answer that is held, now or later, go on. */
    void release() {
        releases.release();
    }

    /** What the models were asked, in order. */
    List<Prompt> prompts() {
        return List.copyOf(prompts);
    }

    Set<String> open() {
        return new TreeSet<>(open);
    }

    List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    /** Waits until none but these are open. */
    void awaitOpen(Set<String> names) throws InterruptedException {
        while (!names.containsAll(open)) {
            if (closed.poll(LIMIT_SECONDS, TimeUnit.SECONDS) == null) {
                throw new AssertionError("still open: " + open() + " besides " + names);
            }
        }
    }
}
