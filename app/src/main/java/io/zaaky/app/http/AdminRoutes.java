package io.zaaky.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.ErrorCode;
import java.util.function.Supplier;

/** An organisation's administrative calls about one of its chatbots. */
final class AdminRoutes {
    private static final int MOST_PASSAGES = 100;

    private AdminRoutes() {}

    /** {@code POST …/search}: the passages that an answer to this question would rest on. */
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

    /** Searches once the organisation and the key get a turn. */
    static <T> T inTurn(Exchange exchange, Chatbot chatbot, Supplier<T> search) {
        return exchange.services()
                .turns()
                .search(
                        chatbot,
                        exchange.caller().key().hash(),
                        () -> {
                            exchange.checkKey(); // the wait may have been long
                            return Unreachable.unless(ErrorCode.RETRIEVAL_UNAVAILABLE, search);
                        });
    }

    /** Reads large amounts of stored data once the organisation gets a turn. */
    static <T> T reading(Exchange exchange, String organisation, Supplier<T> reading) {
        return exchange.services()
                .turns()
                .read(
                        organisation,
                        () -> {
                            exchange.checkKey(); // the wait may have been long
                            return reading.get();
                        });
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

    /** The chatbot named in the path; it belongs to the caller's organisation. */
    static Chatbot chatbot(Exchange exchange) {
        String id = exchange.request().path().pathParameters().get("chatbot");
        return exchange.hold(exchange.organisation() + "/" + id);
    }
}
