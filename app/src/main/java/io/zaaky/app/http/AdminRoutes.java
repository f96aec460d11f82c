package io.zaaky.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.config.KeyHashes;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The calls of an organisation's administrators, below {@code /api/orgs/ORG/chatbots/CHATBOT}. Who
 * has no key of that organisation learns nothing, not even whether it is there.
 */
final class AdminRoutes {
    private static final String BEARER = "Bearer ";
    private static final int MOST_PASSAGES = 100;

    private AdminRoutes() {}

    /** {@code POST …/search}: what an answer to that question would rest on. */
    static void search(Exchange exchange) {
        Chatbot chatbot = chatbot(exchange);
        ObjectNode body = Json.object(exchange.body());
        String query = ChatRequest.required(body, "query");
        if (query.isBlank()
                || query.codePointCount(0, query.length())
                        > chatbot.settings().limits().messageCharacters()) {
            throw Refusal.field("query", "The query is empty or longer than a message may be.");
        }
        int topK = topK(body, chatbot.settings().topK());
        exchange.json(Payloads.found(inTurn(exchange, chatbot, () -> chatbot.search(query, topK))));
    }

    /** Searches when it is the organisation's and the key's turn. */
    static <T> T inTurn(Exchange exchange, Chatbot chatbot, Supplier<T> search) {
        return exchange.services()
                .turns()
                .search(
                        chatbot,
                        KeyHashes.of(key(exchange)),
                        () -> Unreachable.unless(ErrorCode.RETRIEVAL_UNAVAILABLE, search));
    }

    private static int topK(ObjectNode body, int unless) {
        JsonNode value = body.path("top_k");
        if (value.isMissingNode() || value.isNull()) {
            return unless;
        }
        int number = value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : 0;
        if (number < 1 || number > MOST_PASSAGES) {
            throw Refusal.field("top_k", "top_k must be a whole number from 1 to 100.");
        }
        return number;
    }

    /** The chatbot of the path, if the key is one of its organisation's. */
    static Chatbot chatbot(Exchange exchange) {
        String org = exchange.request().path().pathParameters().get("org");
        String id = exchange.request().path().pathParameters().get("chatbot");
        Optional<Chatbot> any =
                exchange.services().chatbots().all().stream()
                        .filter(chatbot -> chatbot.key().org().equals(org))
                        .findFirst();
        String key = key(exchange);
        if (any.isEmpty() || !KeyHashes.match(any.get().settings().adminKeys(), key)) {
            throw exchange.refuse(unauthorized(exchange, key));
        }
        return exchange.hold(org + "/" + id);
    }

    private static Refusal unauthorized(Exchange exchange, String key) {
        HttpServices services = exchange.services();
        if (!key.isEmpty()) {
            Optional<Refusal> tooMany =
                    services.wrongKeys()
                            .count(exchange.address(), services.server().wrongKeysPerMinute());
            if (tooMany.isPresent()) {
                return tooMany.get();
            }
        }
        exchange.response()
                .headers()
                .set(HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "Bearer"));
        return new Refusal(ApiError.UNAUTHORIZED, "This call needs a key of the organisation.");
    }

    private static String key(Exchange exchange) {
        String sent = exchange.header(HeaderNames.AUTHORIZATION).orElse("");
        return sent.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? sent.substring(BEARER.length()).strip()
                : "";
    }
}
