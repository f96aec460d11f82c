package io.zaaky.app.command;

import com.fasterxml.jackson.databind.JsonNode;
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

/** {@code ingest}: sends files, folders and addresses of pages to a running server. */
public final class IngestCommand {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final String ANY_TYPE = "application/octet-stream"; // the name tells

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private int failures;

    /**
     * @param terminal whether {@code err} is one, for a progress bar
     */
    public IngestCommand(PrintStream out, PrintStream err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /**
     * Sends them one after the other; each is indexed before the next.
     *
     * @param what files, folders with all below them, and {@code http} or {@code https} addresses
     * @return 0 if all were indexed, else 1
     */
    public int run(AdminClient server, List<String> what) {
        Map<String, SourceFile> files = new LinkedHashMap<>();
        Map<String, String> problems = new LinkedHashMap<>();
        what.stream().filter(each -> !isAddress(each)).forEach(each -> find(each, files, problems));
        List<String> pages = what.stream().filter(IngestCommand::isAddress).toList();
        var bar = new ProgressBar(err, terminal, files.size() + pages.size());
        problems.forEach((name, reason) -> failed(bar, name, reason));
        try {
            for (SourceFile file : files.values()) {
                bar.begin(file.id());
                send(server, file, bar);
                bar.end();
            }
            for (String page : pages) {
                bar.begin(page);
                fetch(server, page, bar);
                bar.end();
            }
        } catch (Failure e) {
            bar.line("zaaky ingest: " + e.getMessage());
            return 1;
        }
        bar.clear();
        int all = files.size() + pages.size() + problems.size();
        out.println(all + " documents: " + (all - failures) + " indexed, " + failures + " failed");
        return failures == 0 ? 0 : 1;
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

    private void send(AdminClient server, SourceFile file, ProgressBar bar) throws Failure {
        byte[] content;
        try {
            content = Files.readAllBytes(file.path());
        } catch (IOException | OutOfMemoryError e) {
            failed(bar, file.id(), "It can't be read: " + e.getClass().getSimpleName() + ".");
            return;
        }
        String path = "/documents/" + file.id();
        Reply reply = server.put(path, ANY_TYPE, content);
        while (reply.isGood() && reply.body().path("state").asText().equals("pending")) {
            AdminClient.pause(LOOK);
            reply = server.get(path);
        }
        if (!reply.isGood()) {
            failed(bar, file.id(), refusal(reply));
        } else if (!reply.body().path("state").asText().equals("indexed")) {
            failed(bar, file.id(), reply.body().path("reason").asText());
        }
    }

    private void fetch(AdminClient server, String page, ProgressBar bar) throws Failure {
        Reply reply = server.post("/documents", JSON.createObjectNode().put("url", page));
        String job = reply.body().path("job").asText();
        while (reply.isGood() && !reply.body().path("state").asText().equals("done")) {
            reply = server.get("/jobs/" + job);
            if (reply.body().path("state").asText().equals("running")) {
                AdminClient.pause(LOOK);
            }
        }
        if (!reply.isGood()) {
            failed(bar, page, refusal(reply));
        }
        for (JsonNode failure : reply.body().path("failures")) {
            failed(bar, page, failure.path("reason").asText());
        }
    }

    private static String refusal(Reply reply) {
        return "The server refused it with status "
                + reply.status()
                + (reply.detail().isEmpty() ? "." : ": " + reply.detail());
    }
}
