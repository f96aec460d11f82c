package io.zaaky.llm.openai;

import io.zaaky.llm.langchain4j.Clocks;
import io.zaaky.llm.langchain4j.JsonScanner;
import io.zaaky.llm.langchain4j.JsonScanner.Kind;
import io.zaaky.llm.langchain4j.MalformedJsonException;
import io.zaaky.llm.langchain4j.Request;
import io.zaaky.llm.langchain4j.Transport;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks through {@code GET /models} whether the server answers, accepts our key and has the model.
 */
final class OpenAiModels {
    private static final Clocks CLOCKS = Clocks.of(Duration.ofSeconds(3), Duration.ofSeconds(5));
    private static final int LONGEST = 4 << 20;
    private static final int NAMED = 10;

    private OpenAiModels() {}

    static void check(Transport transport, String model) {
        Request request = Request.get(transport.upstream(), "models");
        byte[] body = transport.fetch(request, CLOCKS, LONGEST);
        String at = "openai at " + transport.upstream().baseUrl() + ": ";
        List<String> there;
        try {
            there = names(body);
        } catch (MalformedJsonException e) {
            throw new PluginException(
                    Reason.UNAVAILABLE,
                    at + "what answers there does not speak OpenAI's API; is base-url right?",
                    e);
        }
        // a server that lists no models may still have it
        if (!there.isEmpty() && !there.contains(model)) {
            throw new PluginException(
                    Reason.REJECTED,
                    at
                            + "model '"
                            + model
                            + "' is not there; there are "
                            + String.join(", ", there.subList(0, Math.min(NAMED, there.size())))
                            + (there.size() > NAMED ? " and more" : ""));
        }
    }

    private static List<String> names(byte[] body) {
        List<String> names = new ArrayList<>();
        var json = new JsonScanner();
        json.reset(body, 0, body.length);
        json.object();
        while (json.field()) {
            if (json.name().equals("data") && json.kind() == Kind.ARRAY) {
                json.array();
                while (json.item()) {
                    names.add(id(json));
                }
            } else {
                json.skip();
            }
        }
        return names;
    }

    private static String id(JsonScanner json) {
        String id = "";
        json.object();
        while (json.field()) {
            if (json.name().equals("id")) {
                id = json.text();
            } else {
                json.skip();
            }
        }
        return id;
    }
}
