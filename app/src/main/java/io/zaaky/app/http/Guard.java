package io.zaaky.app.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.zaaky.app.admin.Caller;
import io.zaaky.app.admin.Callers;
import io.zaaky.app.admin.Right;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The one way to a call of administrators: by a key in the header {@code Authorization}, and by
 * nothing else that a request may hold. Who has no key of the organisation learns nothing, not even
 * whether it is there; and what a role forbids is refused before anything is looked for.
 */
final class Guard {
    private static final String BEARER = "Bearer ";

    private Guard() {}

    /** Makes the call, if its caller may. */
    static void admit(Exchange exchange, Right right, String path, Consumer<Exchange> call) {
        Optional<String> organisation =
                path.startsWith(RouteList.ORGANISATION)
                        ? Optional.of(exchange.request().path().pathParameters().get("org"))
                        : Optional.empty();
        String key = key(exchange);
        Callers callers = exchange.services().admin().callers();
        Caller caller =
                callers.find(organisation, key)
                        .orElseThrow(
                                () -> exchange.refuse(unauthorized(exchange, key, organisation)));
        if (!caller.has(right)) {
            throw exchange.refuse(
                    ApiError.FORBIDDEN, "The role of this key does not allow this call.");
        }
        Connection connection = Connection.current();
        try (Callers.Call begun = callers.begin(caller, right, connection::end)) {
            Exchange guarded = exchange.by(begun);
            guarded.checkKey(); // it may have gone before the call was known as begun
            call.accept(guarded);
        }
    }

    private static Refusal unauthorized(
            Exchange exchange, String key, Optional<String> organisation) {
        HttpServices services = exchange.services();
        if (!key.isEmpty()) {
            Optional<Refusal> tooMany =
                    services.wrongKeys()
                            .count(exchange.address(), services.server().wrongKeysPerMinute());
            if (tooMany.isPresent()) {
                return tooMany.get();
            }
        }
        return unauthorized(exchange, organisation.isEmpty());
    }

    /** The same for every key that is not the right one. */
    static Refusal unauthorized(Exchange exchange, boolean platform) {
        exchange.response()
                .headers()
                .set(HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "Bearer"));
        return new Refusal(
                ApiError.UNAUTHORIZED,
                "This call needs a key of the " + (platform ? "platform." : "organisation."));
    }

    /** Empty if there is none, or more than one header that might hold it. */
    private static String key(Exchange exchange) {
        var headers = exchange.request().headers();
        if (!headers.contains(HeaderNames.AUTHORIZATION)) {
            return "";
        }
        List<String> sent = headers.get(HeaderNames.AUTHORIZATION).allValues();
        return sent.size() == 1
                        && sent.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? sent.getFirst().substring(BEARER.length()).strip()
                : "";
    }
}
