package io.zaaky.app.http;

import io.helidon.http.Status;
import io.zaaky.app.admin.Pauses;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.spi.ChatbotKey;
import java.util.function.BiPredicate;

/** {@code POST …/pause} and {@code …/resume}: stops a chatbot at once, and lets it resume. */
final class PauseRoutes {
    private PauseRoutes() {}

    static void pause(Exchange exchange) {
        change(exchange, "chatbot.pause", Pauses::pause);
    }

    static void resume(Exchange exchange) {
        change(exchange, "chatbot.resume", Pauses::resume);
    }

    private static void change(
            Exchange exchange, String action, BiPredicate<Pauses, ChatbotKey> change) {
        ChatbotKey chatbot = AdminRoutes.chatbot(exchange).key();
        Pauses pauses = exchange.services().admin().pauses();
        boolean changed =
                Unreachable.unless(
                        ErrorCode.STORAGE_UNAVAILABLE, () -> change.test(pauses, chatbot));
        if (changed) {
            exchange.audit(action, chatbot.chatbot());
        }
        exchange.noStore();
        exchange.response().status(Status.NO_CONTENT_204).send();
    }
}
