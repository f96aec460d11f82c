package io.zaaky.app.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zaaky.app.command.AdminClient;
import io.zaaky.app.command.AdminClient.Failure;
import io.zaaky.app.command.AdminClient.Reply;
import io.zaaky.spi.ContextQuality.Verdict;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The search of a chatbot on a running server, by {@code POST …/search}. */
public final class SearchThere implements Searched {
    private static final JsonMapper JSON = new JsonMapper();

    private final AdminClient client;
    private final String chatbot;

    /**
     * @param server its public address, {@code http} or {@code https}
     * @param key a key of the chatbot's organisation; empty if there is none
     * @param chatbot {@code ORG/CHATBOT}, both ids as the configuration has them
     */
    public SearchThere(URI server, String key, String chatbot) {
        this.client = new AdminClient(server, key, chatbot);
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
        try {
            Reply reply = client.post("/search", body);
            if (reply.status() != 200) {
                throw refused(reply, body.path("query").asText());
            }
            return found(reply.body());
        } catch (Failure e) {
            throw new EvalProblem(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new EvalProblem(
                    client.server()
                            + " does not answer as Zaaky does: name the address of a Zaaky server"
                            + " with --server URL");
        }
    }

    private EvalProblem refused(Reply reply, String question) {
        return new EvalProblem(
                client.server()
                        + " refused the question \""
                        + question
                        + "\" with status "
                        + reply.status()
                        + (reply.detail().isEmpty() ? "" : ": " + reply.detail()));
    }

    /**
     * @throws IllegalArgumentException if it is not a result
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
