package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zaaky.app.admin.Actor;
import io.zaaky.app.admin.Changes;
import io.zaaky.app.admin.Reloaded;
import io.zaaky.spi.ChatbotKey;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code POST /api/platform/reload}. */
final class PlatformRoutes {
    private PlatformRoutes() {}

    static void reload(Exchange exchange) {
        var by = Actor.of(exchange.caller(), exchange.address());
        switch (exchange.services().admin().reloading().reload(by)) {
            case Reloaded.TakenOver(Changes changes) ->
                    exchange.json(Json.write(json -> changes(json, changes)));
            case Reloaded.Refused(List<io.zaaky.spi.Problem> problems) ->
                    Problem.send(
                            exchange,
                            new Refusal(
                                    ApiError.INVALID_CONFIGURATION,
                                    "The configuration is wrong, and the one before goes on"
                                            + " serving."),
                            json -> problems(json, problems));
            case Reloaded.TooLate() -> throw Admission.shuttingDown();
        }
    }

    private static void changes(JsonGenerator json, Changes changes) throws IOException {
        names(json, "added", names(changes.added()));
        names(
                json,
                "changed",
                Stream.concat(changes.organisations().stream(), names(changes.changed()).stream())
                        .sorted()
                        .toList());
        names(json, "removed", names(changes.removed()));
    }

    private static List<String> names(Set<ChatbotKey> keys) {
        return keys.stream().map(ChatbotKey::toString).toList();
    }

    private static void names(JsonGenerator json, String field, Collection<String> names)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (String name : names) {
            json.writeString(name);
        }
        json.writeEndArray();
    }

    private static void problems(JsonGenerator json, List<io.zaaky.spi.Problem> problems)
            throws IOException {
        json.writeArrayFieldStart("problems");
        for (io.zaaky.spi.Problem problem : problems) {
            json.writeStartObject();
            json.writeStringField("file", problem.file());
            json.writeNumberField("line", problem.line());
            json.writeStringField("path", problem.path());
            json.writeStringField("message", problem.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
