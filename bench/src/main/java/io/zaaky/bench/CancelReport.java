package io.zaaky.bench;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code run cancel}: how soon the model call is closed when a visitor leaves or stops, and how
 * soon a visitor who reconnects gets the missing text.
 */
final class CancelReport {
    static final Set<String> OPTIONS = Set.of("times");

    private static final Pattern MESSAGE =
            Pattern.compile("(?i)x-message-id: ([A-Za-z0-9_-]+)\r\n");
    private static final String SESSION = "a-session-of-the-load-rig-";

    private final Options options;
    private int port;
    private int asked;

    CancelReport(Options options) {
        this.options = options;
    }

    String run() throws IOException, InterruptedException {
        int times = options.number("times", 300);
        var left = new Samples(times);
        var silent = new Samples(times);
        var stopped = new Samples(times);
        var resumed = new Samples(times);
        Path work = Files.createTempDirectory("zaaky-bench");
        try (var model = new PatientModel()) {
            Path config = Zaaky.writeConfig(work.resolve("config"), model.port());
            try (var server =
                    ServerProcess.start(
                            Zaaky.serve(config, work.resolve("data")),
                            work.resolve("zaaky.log"),
                            Zaaky.READY)) {
                port = Integer.parseInt(server.awaitReady().line().group(1));
                for (int i = -times / 3; i < times; i++) {
                    long afterToken = leave(model, 1);
                    long inSilence = leave(model, 0);
                    long byStop = stop(model);
                    long byResume = resume(model);
                    if (i >= 0) {
                        left.add(afterToken);
                        silent.add(inSilence);
                        stopped.add(byStop);
                        resumed.add(byResume);
                    }
                }
            }
        }
        var table = new Table("from … to …", "times", "p50 ms", "p99 ms", "max ms");
        row(table, "the visitor's end of the connection to the model call's, after a token", left);
        row(table, "the same before the first token", silent);
        row(table, "the stop's request to the model call's end", stopped);
        row(table, "the request with Last-Event-ID to the first missing frame", resumed);
        return table.toString();
    }

    private static void row(Table table, String what, Samples samples) {
        table.row(
                what,
                String.valueOf(samples.count()),
                Table.millis(samples.percentile(0.5)),
                Table.millis(samples.percentile(0.99)),
                Table.millis(samples.max()));
    }

    /** Asks a chatbot without a grace period, and closes the connection. */
    private long leave(PatientModel model, int tokens) throws IOException, InterruptedException {
        model.expect(tokens);
        long start;
        try (Socket visitor = ask("leave", SESSION + asked++)) {
            PlainClient.read(visitor, tokens == 0 ? "\r\n\r\n" : "\"token\"");
            model.awaitCall();
            start = System.nanoTime();
        }
        return model.awaitClosed() - start;
    }

    private long stop(PatientModel model) throws IOException, InterruptedException {
        model.expect(1);
        String session = SESSION + asked++;
        try (Socket visitor = ask("relay", session)) {
            String message = message(PlainClient.read(visitor, "\"token\""));
            model.awaitCall();
            String body =
                    "{\"message_id\":\"%s\",\"session_id\":\"%s\"}".formatted(message, session);
            long start = System.nanoTime();
            try (Socket stopper = send(Target.post(port, "/api/public/chat/stop", body))) {
                long closed = model.awaitClosed();
                PlainClient.read(stopper, " 202 ");
                PlainClient.read(visitor, "\"stopped\"");
                return closed - start;
            }
        }
    }

    private long resume(PatientModel model) throws IOException, InterruptedException {
        model.expect(3);
        String session = SESSION + asked++;
        try (Socket visitor = ask("relay", session)) {
            String message = message(PlainClient.read(visitor, ":3\n\n"));
            long start = System.nanoTime();
            try (Socket again =
                    send(
                            """
                            GET /api/public/chat/stream HTTP/1.1\r
                            Host: 127.0.0.1:%d\r
                            Last-Event-ID: %s:1\r
                            \r
                            """
                                    .formatted(port, message))) {
                PlainClient.read(again, ":2\n\n");
                long found = System.nanoTime() - start;
                String body =
                        "{\"message_id\":\"%s\",\"session_id\":\"%s\"}".formatted(message, session);
                try (Socket stopper = send(Target.post(port, "/api/public/chat/stop", body))) {
                    PlainClient.read(stopper, " 202 ");
                }
                model.awaitClosed();
                return found;
            }
        }
    }

    private Socket ask(String chatbot, String session) throws IOException {
        return send(
                Target.post(
                        port,
                        "/api/public/chat/stream",
                        "{\"message\":\"Which way is the harbour?\",\"chatbot_id\":\"bench/%s\",\"session_id\":\"%s\"}"
                                .formatted(chatbot, session)));
    }

    private Socket send(String request) throws IOException {
        return PlainClient.send(port, request);
    }

    private static String message(String response) throws IOException {
        Matcher matcher = MESSAGE.matcher(response);
        if (!matcher.find()) {
            throw new IOException("no message id in: " + response);
        }
        return matcher.group(1);
    }
}
