import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trial run from which startup-cache.sh makes the start-up cache: java Trial.java FOLDER COMMAND...
 * Starts the server with COMMAND, plays the model of its chatbots, asks what visitors ask, and ends it.
 */
final class Trial {
    private static final Pattern READY = Pattern.compile("is ready: http://[^ ]*:(\\d+)");
    private static final int TOKENS = 20;

    /** Java's first compiler takes a method up when it was called 200 times. */
    private static final int QUESTIONS = 250;

    /** Each of so many is asked of the chatbot with documents too. */
    private static final int EVERY = 5;

    /** Title and text. There must be several, or none of them is judged to answer a question. */
    private static final List<String> DOCUMENTS =
            List.of(
                    "Opening hours: The office is open from nine to five. On Fridays the office closes at three.",
                    "Fees: A visit costs two euros. Children and members pay nothing.",
                    "Parking: Cars are parked behind the station. The first hour is free.",
                    "Library: Books are lent for four weeks and can be renewed twice by telephone.",
                    "Pool: Swimmers shower first. Lessons for beginners take place on Tuesday evening.",
                    "Ferries: The last ferry to the island leaves at ten at night, in winter at eight.",
                    "Waste: Glass and paper are collected every second Monday, before six in the morning.",
                    "Dogs: Dogs are kept on a lead in the park. The beach is closed to them in summer.");

    /** Questions that the documents answer: for others no model is asked. */
    private static final List<String> ANSWERED =
            List.of("When is the office open?", "What does a visit cost?", "When does the last ferry to the island leave?");

    private final int port;

    private Trial(int port) {
        this.port = port;
    }

    public static void main(String[] words) {
        int code = 1;
        try {
            code = run(Path.of(words[0]), List.of(words).subList(1, words.length));
        } catch (IOException | InterruptedException e) {
            System.out.println("the trial run failed: " + e);
        }
        System.exit(code); // the model's threads would keep the process
    }

    /** Returns the exit code of the server. */
    private static int run(Path folder, List<String> command) throws IOException, InterruptedException {
        HttpServer model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        model.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        model.createContext("/", Trial::answer);
        model.start();
        writeConfig(folder, model.getAddress().getPort());
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--config", folder.resolve("config").toString(), "--data", folder.resolve("data").toString()));
        Process server = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        try (BufferedReader out = server.inputReader()) {
            new Trial(awaitReady(out)).visit();
            server.toHandle().destroy(); // Process.destroy would close what it prints
            out.lines().forEach(System.out::println);
        }
        return server.waitFor();
    }

    private static int awaitReady(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            System.out.println(line);
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
        }
        throw new IOException("the server ended before it was ready");
    }

    private static void writeConfig(Path folder, int model) throws IOException {
        Files.createDirectories(folder.resolve("config/orgs"));
        Files.createDirectories(folder.resolve("documents"));
        Files.writeString(folder.resolve("config/zaaky.yaml"), "server: {requests-per-minute: 1000000}\n");
        for (String document : DOCUMENTS) {
            String name = document.split(":")[0] + ".md";
            Files.writeString(folder.resolve("documents").resolve(name), "# " + document.replaceFirst(": ", "\n\n"));
        }
        Files.writeString(
                folder.resolve("config/orgs/trial.yaml"),
                """
                chatbots:
                  plain:
                    llm: &llm {provider: openai, model: trial, base-url: "http://127.0.0.1:%d/v1", api-key: none}
                    limits: &limits {messages-per-minute: 1000000}
                  grounded:
                    llm: *llm
                    limits: *limits
                    knowledge: &documents {sources: [{path: ../../documents}]}
                  quoting:
                    llm: {provider: openai, model: trial, base-url: "http://127.0.0.1:9/v1", api-key: none}
                    fallback: [{provider: extractive}]
                    limits: *limits
                    knowledge: *documents
                """
                        .formatted(model));
    }

    /** Plays the model: an answer of some tokens, as OpenAI streams them. */
    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            for (int i = 0; i < TOKENS; i++) {
                write(body, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"from nine [1] \"},\"finish_reason\":null}]}");
            }
            write(body, "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
            write(body, "[DONE]");
        }
    }

    private static void write(OutputStream body, String data) throws IOException {
        body.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        body.flush();
    }

    /** What fails is missing in the record, and no more. */
    private void visit() {
        for (String path : List.of("api/public/chatbots/trial/plain", "demo", "chat-widget.js")) {
            call("GET /" + path, "");
        }
        for (String path : List.of("chat", "chat/chunked", "chat/stream")) {
            ask(path, "quoting", ANSWERED.getFirst());
        }
        for (int i = 0; i < QUESTIONS; i++) {
            ask("chat/stream", "plain", "What is number " + i + "?");
            if (i % EVERY == 0) {
                ask("chat/stream", "grounded", ANSWERED.get(i / EVERY % ANSWERED.size()));
            }
        }
    }

    private void ask(String path, String chatbot, String question) {
        call("POST /api/public/" + path, "{\"chatbot_id\":\"trial/" + chatbot + "\",\"message\":\"" + question + "\"}");
    }

    private void call(String what, String body) {
        String request =
                what + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            System.out.println(what + ": " + e);
        }
    }
}
