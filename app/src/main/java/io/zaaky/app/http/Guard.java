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
 * The only way into administrative calls: a key in the header {@code Authorization}, and nothing
 * else in the request. A caller without a key of the organisation learns nothing, not even whether
 * the organisation exists. Calls that a role forbids are refused before anything is looked up.
 */
final class Guard {
    private static final String BEARER = "Bearer ";

    private Guard() {}

    /** Makes the call if its caller has the right. */
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
            guarded.checkKey(); // it may have been removed before the call was registered
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

    /** The same refusal for every key that is not the right one. */
    static Refusal unauthorized(Exchange exchange, boolean platform) {
        exchange.response()
                .headers()
                .set(HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "Bearer"));
        return new Refusal(
                ApiError.UNAUTHORIZED,
                "This call needs a key of the " + (platform ? "platform." : "organisation."));
    }

    /** Empty if no header holds a key, or if more than one might. */
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
