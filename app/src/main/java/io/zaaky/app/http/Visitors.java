package io.zaaky.app.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.config.IdentitySettings;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationKey.Owner;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Finds the conversation that a request is about: the one of the visitor named by the request's
 * token, whatever session it also has, or else the session's. A chatbot that does not use visitor
 * tokens ignores them.
 */
final class Visitors {
    static final HeaderName TOKEN = HeaderNames.create("X-Visitor-Token");

    private static final Logger LOG = System.getLogger(Visitors.class.getName());

    private Visitors() {}

    /**
     * The conversation of the signed-in visitor; empty if nobody is signed in and nobody needs to
     * be.
     *
     * @throws Refusal ({@code unauthorized}) if the token is not valid for this chatbot, or is
     *     missing where one is required
     */
    static Optional<ConversationKey> signedIn(Exchange exchange, Chatbot chatbot) {
        IdentitySettings identity = chatbot.settings().identity();
        if (!identity.isOn()) {
            return Optional.empty();
        }
        List<String> sent = tokens(exchange);
        if (sent.isEmpty()) {
            if (identity.required()) {
                throw refused(exchange, "This chat is for visitors who are signed in.");
            }
            return Optional.empty();
        }
        var expected = new VisitorToken(identity.key(), chatbot.key());
        VisitorToken.Reading read =
                sent.size() == 1
                        ? expected.read(sent.getFirst(), Instant.now())
                        : new VisitorToken.Wrong("it stands there more than once");
        return switch (read) {
            case VisitorToken.Visitor(String subject) ->
                    Optional.of(ConversationKey.ofVisitor(chatbot.key(), subject));
            case VisitorToken.Wrong(String reason) -> {
                LOG.log(
                        Level.DEBUG,
                        "request {0}: {1}: the visitor''s token is refused: {2}",
                        exchange.id(),
                        chatbot.key(),
                        reason);
                throw refused(exchange, "You are not signed in any more. Please sign in again.");
            }
        };
    }

    /** Whether the request has a token, valid or not. */
    static boolean haveToken(Exchange exchange) {
        return !tokens(exchange).isEmpty();
    }

    private static List<String> tokens(Exchange exchange) {
        var headers = exchange.request().headers();
        return headers.contains(TOKEN) ? headers.get(TOKEN).allValues() : List.of();
    }

    private static Refusal refused(Exchange exchange, String detail) {
        exchange.response()
                .headers()
                .set(HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "Visitor-Token"));
        return new Refusal(ApiError.UNAUTHORIZED, detail);
    }

    /**
     * Whether the conversation belongs to the client.
     *
     * @param visitor the signed-in visitor
     * @param sessions the sessions that were sent; there must be at least one, and each must be the
     *     right one. They do not count if a visitor is signed in
     */
    static boolean own(
            Optional<ConversationKey> visitor,
            ConversationKey conversation,
            List<String> sessions) {
        return visitor.isPresent()
                ? isSame(conversation, Owner.VISITOR, visitor.get().session())
                : !sessions.isEmpty()
                        && sessions.stream()
                                .allMatch(each -> isSame(conversation, Owner.SESSION, each));
    }

    /** Takes the same time for a nearly correct value as for any other. */
    private static boolean isSame(ConversationKey conversation, Owner owner, String who) {
        return conversation.owner() == owner
                && MessageDigest.isEqual(bytes(conversation.session()), bytes(who));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
