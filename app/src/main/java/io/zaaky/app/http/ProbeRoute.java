package io.zaaky.app.http;

import io.helidon.http.Method;
import io.zaaky.app.chat.Chatbot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * {@code GET /chat/stream?probe=}: a stream without a question or an answer, with which {@code
 * ./zaaky doctor} checks what lies between client and server. It shares the path of the real
 * streams because proxies are configured by path. It tells a client only what that client has sent
 * itself, and how long the server may be silent.
 */
final class ProbeRoute {
    static final String PARAMETER = "probe";

    /** Requests a whole stream; any other value gets only the first event. */
    private static final String STREAM = "stream";

    private static final int EVENTS = 10;
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
    private static final Duration MORE_THAN_A_HEARTBEAT = Duration.ofSeconds(1);
    private static final Duration BUSY = Duration.ofSeconds(10);
    private static final Duration NEVER = Duration.ofHours(1); // heartbeats would hide a cut

    private ProbeRoute() {}

    /** Limits how many probes run at once, whoever asks: each takes a connection for a while. */
    static final class Places {
        private static final int MOST = 4;

        private final Semaphore free = new Semaphore(MOST);

        private Optional<Place> take() {
            return free.tryAcquire() ? Optional.of(free::release) : Optional.empty();
        }
    }

    static void probe(Exchange exchange, String kind) {
        exchange.count(RateLimits.CONVERSATION);
        exchange.refuseUnnamedPage();
        if (!kind.equals(STREAM) || exchange.request().prologue().method().equals(Method.HEAD)) {
            exchange.json(first(exchange, Duration.ZERO));
            return;
        }
        try (Place _ = exchange.services().probes().take().orElseThrow(ProbeRoute::busy)) {
            stream(exchange);
        }
    }

    private static void stream(Exchange exchange) {
        Duration silence = silence(exchange.services().chatbots().all());
        byte[] event = first(exchange, silence);
        try (Viewer viewer = StreamRoutes.probe(exchange, NEVER)) {
            for (int i = 0; i < EVENTS && !viewer.isGone(); i++) {
                viewer.event(event);
                Thread.sleep(BETWEEN);
            }
            if (!viewer.isGone()) {
                Thread.sleep(silence);
                viewer.event(Json.write(json -> json.writeBooleanField("done", true)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        }
    }

    /** The longest time that a stream may stay silent, and a little more. */
    private static Duration silence(List<Chatbot> chatbots) {
        Duration longest =
                chatbots.stream()
                        .map(chatbot -> chatbot.settings().streaming().heartbeat())
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        Duration silence = longest.plus(MORE_THAN_A_HEARTBEAT);
        return silence.compareTo(LONGEST_SILENCE) < 0 ? silence : LONGEST_SILENCE;
    }

    /**
     * Includes the address only if it is the client's own: otherwise it could be one within the
     * operator's network.
     */
    private static byte[] first(Exchange exchange, Duration silence) {
        boolean forwarded = exchange.isForwarded();
        var peer = (InetSocketAddress) exchange.request().remotePeer().address();
        boolean trusted = isTrusted(exchange, peer.getAddress());
        return Json.write(
                json -> {
                    json.writeStringField("type", PARAMETER);
                    json.writeNumberField("events", EVENTS);
                    json.writeNumberField("every_ms", BETWEEN.toMillis());
                    json.writeNumberField("silence_ms", silence.toMillis());
                    json.writeBooleanField("forwarded", forwarded);
                    json.writeBooleanField("trusted", trusted);
                    json.writeStringField(
                            "address", forwarded && trusted ? exchange.address() : null);
                    json.writeBooleanField(
                            "own_name", exchange.services().hosts().isOwn(exchange.host()));
                });
    }

    private static boolean isTrusted(Exchange exchange, InetAddress peer) {
        return exchange.services().addresses().isTrusted(peer);
    }

    private static Refusal busy() {
        return Refusal.later(
                ApiError.OVERLOADED,
                "Too many probes are under way. Please try again in a moment.",
                BUSY);
    }
}
