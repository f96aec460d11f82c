package io.zaaky.app.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zaaky.app.command.AdminClient.Failure;
import io.zaaky.app.command.AdminClient.Reply;
import io.zaaky.ingestion.FolderWalk;
import io.zaaky.ingestion.SourceFile;
import io.zaaky.ingestion.SourceProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** {@code ingest}: sends files, folders and page addresses to a running server. */
public final class IngestCommand {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int AT_ONCE = 4; // documents; fewer than the server accepts at once
    private static final String ANY_TYPE = "application/octet-stream"; // the name decides

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private int failures;

    /**
     * @param terminal whether {@code err} is a terminal, for a progress bar
     */
    public IngestCommand(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /**
     * Sends the documents, a few at a time. Reports failures in the order in which the documents
     * were given.
     *
     * @param what files, folders with everything below them, and {@code http} or {@code https}
     *     addresses
     * @return 0 if all were indexed, otherwise 1
     */
    public int run(AdminClient server, List<String> what) {
        Map<String, SourceFile> files = new LinkedHashMap<>();
        Map<String, String> problems = new LinkedHashMap<>();
        what.stream().filter(each -> !isAddress(each)).forEach(each -> find(each, files, problems));
        List<String> pages = what.stream().filter(IngestCommand::isAddress).toList();
        var bar = new ProgressBar(err, terminal, files.size() + pages.size());
        Map<String, Sending> all = new LinkedHashMap<>();
        files.forEach((id, file) -> all.put(id, () -> send(server, file, bar)));
        pages.forEach(page -> all.put(page, () -> fetch(server, page)));
        problems.forEach((name, reason) -> failed(bar, name, reason));
        if (!send(all, bar)) {
            return 1;
        }
        bar.clear();
        int total = all.size() + problems.size();
        out.println(
                total + " documents: " + (total - failures) + " indexed, " + failures + " failed");
        return failures == 0 ? 0 : 1;
    }

    /** Sends one document. */
    private interface Sending {
        /** Returns why it failed; empty if it is indexed. */
        List<String> run() throws Failure;
    }

    /** Returns whether the server could be used. */
    private boolean send(Map<String, Sending> all, ProgressBar bar) {
        Map<String, Future<List<String>>> running = new LinkedHashMap<>();
        ThreadFactory factory = Thread.ofVirtual().factory();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, factory)) {
            all.forEach(
                    (name, sending) ->
                            running.put(name, threads.submit(() -> sent(name, sending, bar))));
            try {
                for (var each : running.entrySet()) {
                    each.getValue().get().forEach(reason -> failed(bar, each.getKey(), reason));
                }
                return true;
            } catch (ExecutionException e) {
                bar.line(
                        "zaaky ingest: "
                                + (e.getCause() instanceof Failure why
                                        ? why.getMessage()
                                        : e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                bar.line("zaaky ingest: interrupted");
            }
            threads.shutdownNow();
            return false;
        }
    }

    private static List<String> sent(String name, Sending sending, ProgressBar bar) throws Failure {
        bar.begin(name);
        List<String> reasons = sending.run();
        bar.end();
        return reasons;
    }

    private static boolean isAddress(String text) {
        return text.startsWith("http://") || text.startsWith("https://");
    }

    private static void find(
            String name, Map<String, SourceFile> files, Map<String, String> problems) {
        try {
            FolderWalk walk = FolderWalk.of(Path.of(name));
            for (SourceProblem problem : walk.unread()) {
                problems.put(problem.where(), problem.reason());
            }
            for (SourceFile file : walk.files().values()) {
                if (files.putIfAbsent(file.id(), file) != null) {
                    problems.put(
                            file.path().toString(),
                            "Another file has the same id, " + file.id() + ".");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            problems.put(name, "It is not there or can't be read.");
        }
    }

    private void failed(ProgressBar bar, String name, String reason) {
        failures++;
        bar.line("zaaky ingest: " + name + ": " + reason);
    }

    private static List<String> send(AdminClient server, SourceFile file, ProgressBar bar)
            throws Failure {
        byte[] content;
        try {
            content = Files.readAllBytes(file.path());
        } catch (IOException | OutOfMemoryError e) {
            return List.of("It can't be read: " + e.getClass().getSimpleName() + ".");
        }
        String path = "/documents/" + file.id();
        Reply reply = server.put(path, ANY_TYPE, content);
        boolean told = false;
        while (reply.isGood() && reply.body().path("state").asText().equals("pending")) {
            String reason = reply.body().path("reason").asText("");
            if (!told && !reason.isEmpty()) {
                bar.line("zaaky ingest: " + file.id() + " waits: " + reason);
                told = true;
            }
            AdminClient.pause(LOOK);
            reply = server.get(path);
        }
        if (!reply.isGood()) {
            return List.of(refusal(reply));
        }
        return reply.body().path("state").asText().equals("indexed")
                ? List.of()
                : List.of(reply.body().path("reason").asText());
    }

    private static List<String> fetch(AdminClient server, String page) throws Failure {
        Reply reply = server.post("/documents", JSON.createObjectNode().put("url", page));
        String job = reply.body().path("job").asText();
        while (reply.isGood() && !reply.body().path("state").asText().equals("done")) {
            reply = server.get("/jobs/" + job);
            if (reply.body().path("state").asText().equals("running")) {
                AdminClient.pause(LOOK);
            }
        }
        if (!reply.isGood()) {
            return List.of(refusal(reply));
        }
        return reply.body()
                .path("failures")
                .valueStream()
                .map(failure -> failure.path("reason").asText())
                .toList();
    }

    private static String refusal(Reply reply) {
        return "The server refused it with status "
                + reply.status()
                + (reply.detail().isEmpty() ? "." : ": " + reply.detail());
    }
}
