package io.zaaky.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code ask}: prints an answer as it streams, then its sources. */
public final class AskCommand {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final PrintStream out;
    private final PrintStream err;

    public AskCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Asks a running server.
     *
     * @param wholeAsJson print the last event instead
     * @return 0 if the answer was complete, otherwise 1
     */
    public int run(URI server, String chatbot, String question, boolean wholeAsJson) {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            String body =
                    JSON.writeValueAsString(Map.of("chatbot_id", chatbot, "message", question));
            HttpRequest request =
                    HttpRequest.newBuilder(server.resolve("/api/public/chat/stream"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build();
            return answer(server, client.send(request, BodyHandlers.ofInputStream()), wholeAsJson);
        } catch (IOException e) {
            return failed(NoAnswer.of(server, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int answer(URI server, HttpResponse<InputStream> response, boolean wholeAsJson) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        String how = "status " + response.statusCode() + (type.isEmpty() ? "" : ", " + type);
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            if (response.statusCode() == 200 && type.startsWith("text/event-stream")) {
                return print(lines, wholeAsJson);
            }
            return type.startsWith("application/problem+json")
                    ? refused(lines, response.statusCode())
                    : failed(NoAnswer.notZaaky(server, how));
        } catch (JsonProcessingException e) {
            return failed(NoAnswer.notZaaky(server, how));
        } catch (IOException e) {
            return failed("the connection broke before the answer's end");
        }
    }

    private int failed(String why) {
        err.println("zaaky ask: " + why);
        return 1;
    }

    private int print(BufferedReader lines, boolean wholeAsJson) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.startsWith("data: ")) {
                continue;
            }
            String data = line.substring("data: ".length());
            JsonNode event = JSON.readTree(data);
            String type = event.path("type").asText();
            if (type.equals("token") && !wholeAsJson) {
                out.print(event.path("content").asText());
                out.flush();
            } else if (!type.equals("token")) {
                return end(event, data, wholeAsJson);
            }
        }
        return failed("the stream broke before the answer's end");
    }

    private int end(JsonNode event, String data, boolean wholeAsJson) {
        boolean complete = event.path("type").asText().equals("complete");
        if (wholeAsJson) {
            out.println(data);
        } else if (complete) {
            out.println();
            sources(event.path("sources"));
        }
        if (!complete) {
            err.println(
                    "zaaky ask: "
                            + event.path("error").asText()
                            + " ("
                            + event.path("code").asText()
                            + ", request "
                            + event.path("request_id").asText()
                            + ")");
        }
        return complete ? 0 : 1;
    }

    private void sources(JsonNode sources) {
        if (!sources.isEmpty()) {
            out.println();
        }
        for (JsonNode source : sources) {
            String url = source.path("url").isNull() ? "" : "  " + source.path("url").asText();
            out.println(
                    "["
                            + source.path("n").asInt()
                            + "] "
                            + source.path("title").asText()
                            + " ("
                            + source.path("id").asText()
                            + ")"
                            + url);
        }
    }

    private int refused(BufferedReader body, int status) throws IOException {
        String text = String.join("\n", body.lines().toList());
        JsonNode problem = JSON.readTree(text);
        List<String> known =
                List.of(problem.path("code").asText(), problem.path("detail").asText());
        return failed("refused with status " + status + ": " + String.join(": ", known));
    }
}
