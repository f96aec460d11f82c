package io.zaaky.app.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zaaky.spi.ContextQuality.Verdict;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The search of a chatbot on a running server, by {@code POST …/search}. */
public final class SearchThere implements Searched {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final URI server;
    private final String key;
    private final String chatbot;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /**
     * @param server its public address, {@code http} or {@code https}
     * @param key a key of the chatbot's organisation; empty if there is none
     * @param chatbot {@code ORG/CHATBOT}, both ids as the configuration has them
     */
    public SearchThere(URI server, String key, String chatbot) {
        this.server = server;
        this.key = key;
        this.chatbot = chatbot;
    }

    @Override
    public String name() {
        return chatbot;
    }

    @Override
    public Found search(String question, int most) throws EvalProblem {
        return ask(JSON.createObjectNode().put("query", question).put("top_k", most));
    }

    @Override
    public Found search(String question) throws EvalProblem {
        return ask(JSON.createObjectNode().put("query", question));
    }

    private Found ask(ObjectNode body) throws EvalProblem {
        String[] names = chatbot.split("/", -1);
        URI address = server.resolve("/api/orgs/" + names[0] + "/chatbots/" + names[1] + "/search");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .timeout(ANSWER)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<String> response = send(request.build());
        if (response.statusCode() != 200) {
            throw refused(response, body.path("query").asText());
        }
        try {
            return found(JSON.readTree(response.body()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new EvalProblem(server + " does not answer as Zaaky does: is it the right one?");
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws EvalProblem {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (HttpTimeoutException | ConnectException e) {
            throw new EvalProblem(
                    server
                            + " cannot be reached. Is the server running? Another one: --server"
                            + " URL");
        } catch (IOException e) {
            throw new EvalProblem("no answer from " + server + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EvalProblem("interrupted");
        }
    }

    private EvalProblem refused(HttpResponse<String> response, String question) {
        return new EvalProblem(
                switch (response.statusCode()) {
                    case 401 ->
                            server
                                    + (key.isEmpty() ? " wants a key" : " does not know this key")
                                    + ": give one of that organisation's admin-keys by --key KEY or"
                                    + " ZAAKY_KEY (./zaaky key new ORG makes one)";
                    case 404 -> "there is no chatbot '" + chatbot + "' on " + server;
                    default ->
                            server
                                    + " refused the question \""
                                    + question
                                    + "\" with status "
                                    + response.statusCode()
                                    + detail(response.body());
                });
    }

    private static String detail(String body) {
        try {
            String detail = JSON.readTree(body).path("detail").asText("");
            return detail.isEmpty() ? "" : ": " + detail;
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    /**
     * @throws IllegalArgumentException if that is no result
     */
    private static Found found(JsonNode node) {
        List<Found.Text> passages = new ArrayList<>();
        for (JsonNode passage : node.path("passages")) {
            passages.add(
                    new Found.Text(passage.path("id").asText(), passage.path("text").asText()));
        }
        JsonNode quality = node.path("context_quality");
        String verdict = quality.path("verdict").asText("").toUpperCase(Locale.ROOT);
        return new Found(passages, Verdict.valueOf(verdict), quality.path("score").asDouble());
    }

    @Override
    public void close() {
        client.close();
    }
}
