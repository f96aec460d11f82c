package io.zaaky.llm.ollama;

import io.zaaky.llm.langchain4j.Clocks;
import io.zaaky.llm.langchain4j.JsonScanner;
import io.zaaky.llm.langchain4j.JsonScanner.Kind;
import io.zaaky.llm.langchain4j.MalformedJsonException;
import io.zaaky.llm.langchain4j.Request;
import io.zaaky.llm.langchain4j.Transport;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Checks through {@code GET /api/tags} whether the daemon answers and has the model. */
final class OllamaModels {
    private static final Clocks CLOCKS = Clocks.of(Duration.ofSeconds(3), Duration.ofSeconds(5));
    private static final int LONGEST = 4 << 20;

    private OllamaModels() {}

    static void check(Transport transport, String model) {
        byte[] body =
                transport.fetch(Request.get(transport.upstream(), "api/tags"), CLOCKS, LONGEST);
        String at = "ollama at " + transport.upstream().baseUrl() + ": ";
        Set<String> there;
        try {
            there = names(body);
        } catch (MalformedJsonException e) {
            throw new PluginException(
                    Reason.UNAVAILABLE, at + "what answers there is not Ollama", e);
        }
        String full = model.contains(":") ? model : model + ":latest";
        if (!there.contains(full) && !there.contains(model)) {
            throw new PluginException(
                    Reason.REJECTED,
                    at + "model '" + model + "' is not there: run 'ollama pull " + model + "'");
        }
    }

    private static Set<String> names(byte[] body) {
        Set<String> names = new HashSet<>();
        var json = new JsonScanner();
        json.reset(body, 0, body.length);
        json.object();
        while (json.field()) {
            if (json.name().equals("models") && json.kind() == Kind.ARRAY) {
                json.array();
                while (json.item()) {
                    model(json, names);
                }
            } else {
                json.skip();
            }
        }
        return names;
    }

    private static void model(JsonScanner json, Set<String> names) {
        json.object();
        while (json.field()) {
            switch (json.name()) {
                case "name", "model" -> names.add(json.text());
                default -> json.skip();
            }
        }
    }
}
