package io.zaaky.app.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.zaaky.app.admin.Actor;
import io.zaaky.app.admin.Caller;
import io.zaaky.app.admin.Callers;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One request and its response, as the public routes need them. The chatbots that the request uses
 * stay open until it is closed.
 *
 * @param id for the log, and for anybody who reports a problem
 * @param held those chatbots
 * @param begun the guarded call, for administrators' calls; empty for all others
 */
record Exchange(
        ServerRequest request,
        ServerResponse response,
        String id,
        HttpServices services,
        List<Chatbot> held,
        Optional<Callers.Call> begun)
        implements AutoCloseable {
    static final HeaderName SESSION_ID = HeaderNames.create("X-Session-Id");
    static final HeaderName MESSAGE_ID = HeaderNames.create("X-Message-Id");

    private static final long MOST_DRAINED = 1 << 20;
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");
    private static final String EXPOSED =
            "X-Session-Id, X-Message-Id, X-Request-Id, Retry-After, Deprecation";

    Exchange(ServerRequest request, ServerResponse response, String id, HttpServices services) {
        this(request, response, id, services, new ArrayList<>(1), Optional.empty());
    }

    /** The same exchange as a call of that caller. */
    Exchange by(Callers.Call call) {
        return new Exchange(request, response, id, services, held, Optional.of(call));
    }

    /** The caller of this administrative call. */
    Caller caller() {
        return begun().orElseThrow(Exchange::unguarded).caller();
    }

    /** The organisation that the caller belongs to. */
    String organisation() {
        return caller().organisation().orElseThrow(Exchange::unguarded);
    }

    private static IllegalStateException unguarded() {
        return new IllegalStateException("a call of administrators that asks for no right");
    }

    /**
     * Ends the call if its key no longer allows it. Call this after each wait and before any
     * change, and from time to time in calls that take more than a few seconds.
     */
    void checkKey() {
        if (begun().filter(Callers.Call::isAllowed).isPresent()) {
            return;
        }
        if (response.isSent()) {
            throw new CloseConnectionException("the key of this call is good no longer");
        }
        throw closing(Guard.unauthorized(this, caller().organisation().isEmpty()));
    }

    /**
     * Records that the caller has changed something in its organisation. Call this before
     * responding, so that a client that learns of a change finds it in the log.
     *
     * @param action such as {@code document.delete}
     * @param object what was changed, without contents
     */
    void audit(String action, String object) {
        services.admin()
                .audit()
                .record(organisation(), Actor.of(caller(), address()), action, object);
    }

    /** Reads the JSON body, within the limit. The whole request has then arrived. */
    byte[] body() {
        if (!isJson(header(HeaderNames.CONTENT_TYPE).orElse(""))) {
            throw refuse(
                    ApiError.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json in UTF-8.");
        }
        long limit = services.server().maxRequestSize();
        if (request.headers().contentLength().orElse(0) > limit) {
            throw refuse(ApiError.PAYLOAD_TOO_LARGE, tooLarge(limit));
        }
        return read(limit);
    }

    /** Reads a body of any kind, which may arrive slowly. The whole request has then arrived. */
    byte[] upload(long limit) {
        if (request.headers().contentLength().orElse(0) > limit) {
            throw refuse(ApiError.PAYLOAD_TOO_LARGE, tooLarge(limit));
        }
        Connection.current().uploading();
        return read(limit);
    }

    private byte[] read(long limit) {
        byte[] body = readJustOver(limit);
        if (body.length > limit) {
            throw closing(new Refusal(ApiError.PAYLOAD_TOO_LARGE, tooLarge(limit)));
        }
        Connection.current().received();
        return body;
    }

    /**
     * One byte more than the limit shows that the body is larger. Does not close the stream:
     * closing it would read the rest of a body that is refused. Malformed chunks cause a {@code
     * NumberFormatException} or one of Helidon's own exceptions, and so does a chunk that makes the
     * body larger than any may be.
     */
    private byte[] readJustOver(long limit) {
        int most = (int) Math.min(limit + 1, Integer.MAX_VALUE - 8);
        try {
            return request.content().inputStream().readNBytes(most);
        } catch (RequestException e) {
            boolean large = e.status().code() == Status.REQUEST_ENTITY_TOO_LARGE_413.code();
            throw large
                    ? closing(new Refusal(ApiError.PAYLOAD_TOO_LARGE, tooLarge(limit)))
                    : unreadable();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private Refusal unreadable() {
        return closing(new Refusal(ApiError.INVALID_JSON, "The body could not be read."));
    }

    private static boolean isJson(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        boolean utf8 = true;
        for (String parameter : parts) {
            String charset = parameter.strip().replace("\"", "");
            utf8 &=
                    !charset.startsWith("charset=")
                            || charset.equals("charset=utf-8")
                            || charset.equals("charset=utf8");
        }
        return utf8 && parts[0].strip().equals("application/json");
    }

    private static String tooLarge(long limit) {
        return "The body must not be larger than " + limit + " bytes.";
    }

    /**
     * Refuses a request before its body has been read, and ends the connection. A body of moderate
     * length is read first, so that the connection can end at once; see {@link Connection#refused}
     * for the others.
     */
    Refusal refuse(ApiError error, String detail) {
        return refuse(new Refusal(error, detail));
    }

    Refusal refuse(Refusal refusal) {
        long length = request.headers().contentLength().orElse(Long.MAX_VALUE);
        if (length <= MOST_DRAINED && !request.headers().contains(HeaderNames.EXPECT)) {
            try (InputStream in = request.content().inputStream()) {
                in.skipNBytes(length);
                Connection.current().received();
            } catch (IOException | UncheckedIOException e) {
                // The client does not matter here: the response is sent and the connection ended.
            }
        }
        return closing(refusal);
    }

    private Refusal closing(Refusal refusal) {
        response.headers().set(HeaderValues.CONNECTION_CLOSE);
        return refusal;
    }

    /** Sends an entity; for HEAD, only its headers. */
    void send(byte[] entity) {
        if (request.prologue().method().equals(Method.HEAD)) {
            response.headers().set(HeaderValues.create(HeaderNames.CONTENT_LENGTH, entity.length));
            response.send();
        } else {
            response.send(entity);
        }
    }

    /**
     * Returns the chatbot with that id if the calling page may use it. From here on the page may
     * read the response.
     */
    Chatbot chatbot(String chatbotId) {
        Chatbot chatbot = hold(chatbotId);
        allow(chatbot);
        return chatbot;
    }

    /** Returns the chatbot with that id, whoever asks. */
    Chatbot hold(String chatbotId) {
        Chatbot chatbot =
                services.chatbots()
                        .hold(chatbotId)
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ApiError.UNKNOWN_CHATBOT,
                                                "There is no such chatbot."));
        held.add(chatbot);
        return chatbot;
    }

    /** Checks whether the calling page may use the chatbot, and lets the page read the response. */
    void allow(Chatbot chatbot) {
        response.headers().add(HeaderValues.create(HeaderNames.VARY, "Origin"));
        Optional<String> origin = header(HeaderNames.ORIGIN);
        if (origin.isEmpty()) {
            refuseUnnamedPage();
            return;
        }
        if (!Origins.allowed(chatbot.settings().widget(), origin.get(), host(), services.hosts())) {
            throw Origins.isAt(origin.get(), host())
                    ? Refusal.unknownHost()
                    : new Refusal(
                            ApiError.ORIGIN_NOT_ALLOWED,
                            "Pages of this origin may not use this chatbot.");
        }
        readable(origin.get());
    }

    /**
     * Refuses requests of unidentified pages. A request without {@code Origin} comes from a
     * program, or from a page whose browser omits the header: in a GET to the page's own host, or
     * in a picture, link or form of any website.
     */
    void refuseUnnamedPage() {
        if (Origins.isOfAnotherSite(header(FETCH_SITE).orElse(""))) {
            throw new Refusal(
                    ApiError.ORIGIN_NOT_ALLOWED,
                    "A page of another website may not ask without its origin.");
        }
        Method method = request.prologue().method();
        if ((method.equals(Method.GET) || method.equals(Method.HEAD))
                && !services.hosts().isSafe(host())) {
            throw Refusal.unknownHost();
        }
    }

    /** Lets the calling page read the response if any chatbot allows its origin. */
    void readable() {
        response.headers().add(HeaderValues.create(HeaderNames.VARY, "Origin"));
        header(HeaderNames.ORIGIN).filter(this::isKnown).ifPresent(this::readable);
    }

    /** Whether a page of that origin may use any chatbot. */
    boolean isKnown(String origin) {
        return services.origins().contains(services.chatbots().all(), origin)
                || Origins.isOwn(origin, host(), services.hosts());
    }

    private void readable(String origin) {
        response.headers()
                .set(HeaderValues.create(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin));
        response.headers()
                .set(HeaderValues.create(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED));
    }

    /** The header {@code Host}; empty if there is none. */
    String host() {
        return header(HeaderNames.HOST).orElse("");
    }

    Optional<String> query(String name) {
        return request.query().first(name).asOptional();
    }

    Optional<String> header(HeaderName name) {
        return request.headers().first(name);
    }

    /** Tells the client which conversation and answer it gets. */
    void identify(Question question) {
        if (!question.session().isEmpty()) {
            response.headers().set(HeaderValues.create(SESSION_ID, question.session()));
        }
        identifyMessage(question);
    }

    /** Does the same for a client that need not know the session. */
    void identifyMessage(Question question) {
        var headers = response.headers();
        headers.set(HeaderValues.create(MESSAGE_ID, question.messageId()));
        headers.set(HeaderValues.create(Problem.REQUEST_ID, id));
    }

    /** The address that limits count by. */
    String address() {
        var peer = (InetSocketAddress) request.remotePeer().address();
        List<String> forwarded =
                request.headers().contains(FORWARDED_FOR)
                        ? request.headers().get(FORWARDED_FOR).allValues()
                        : List.of();
        return services.addresses().of(peer.getAddress(), forwarded);
    }

    /** Whether a proxy on the way names the client that the request comes from. */
    boolean isForwarded() {
        return request.headers().contains(FORWARDED_FOR);
    }

    /**
     * Counts a call that asks no question.
     *
     * @throws Refusal ({@code rate_limited}) if the address has sent too many; the page of a
     *     website that a chatbot allows may read it
     */
    void count(int cost) {
        Duration wait =
                services.limits().request(address(), cost, services.server().requestsPerMinute());
        if (!wait.isZero()) {
            services.meters().rateLimited(RateLimits.REQUESTS);
            readable();
            Refusal refusal =
                    Refusal.later(
                            ApiError.RATE_LIMITED,
                            "Too many requests. Please wait a moment.",
                            wait);
            throw request.content().hasEntity() ? refuse(refusal) : refusal;
        }
    }

    void noStore() {
        response.headers().set(HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store"));
        response.headers().set(HeaderValues.create(Problem.REQUEST_ID, id));
    }

    void json(byte[] body) {
        noStore();
        response.headers().set(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json"));
        send(body);
    }

    /** Ends the request. */
    @Override
    public void close() {
        held.forEach(Chatbot::release);
    }
}
