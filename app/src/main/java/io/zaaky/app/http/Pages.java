package io.zaaky.app.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.config.AllowedOrigins;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The widget and the demo page from the {@code web} module's jar, and the description of the API.
 * Browsers keep the files and ask whether they have changed.
 */
public final class Pages {
    private static final Map<String, String> TYPES =
            Map.of(
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "html", "text/html; charset=utf-8",
                    "svg", "image/svg+xml");

    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    private record Page(byte[] content, String type, String tag) {}

    /** {@code /}: shows something to people who open the server's address by hand. */
    void home(Exchange exchange) {
        if (!exchange.services().hosts().isOwn(exchange.host())) {
            strange(exchange);
        } else if (DemoPage.shown(exchange.services().chatbots().all()).isEmpty()) {
            throw DemoPage.none();
        } else {
            exchange.response().headers().set(HeaderValues.create(HeaderNames.LOCATION, "/demo"));
            exchange.response().status(Status.TEMPORARY_REDIRECT_307).send();
        }
    }

    /** {@code /openapi.json}. */
    void openApi(Exchange exchange) {
        send(exchange, Optional.of(pages.computeIfAbsent("openapi.json", _ -> describe())));
    }

    private static Page describe() {
        return page(OpenApi.json(), "application/json");
    }

    /** {@code /chat-widget.js}. */
    void widget(Exchange exchange) {
        anyOrigin(exchange);
        send(exchange, find("chat-widget.js"));
    }

    /** {@code /widget/FILE}: the modules that the widget loads. */
    void widgetModule(Exchange exchange) {
        anyOrigin(exchange);
        send(exchange, find("widget/" + exchange.request().path().pathParameters().get("file")));
    }

    /** {@code /demo/FILE}. */
    void demoFile(Exchange exchange) {
        send(exchange, find("demo/" + exchange.request().path().pathParameters().get("file")));
    }

    /** {@code /demo}: a page with the chatbot that the query names, or with the first one. */
    void demo(Exchange exchange) {
        if (!exchange.services().hosts().isOwn(exchange.host())) {
            strange(exchange);
            return;
        }
        List<Chatbot> shown = DemoPage.shown(exchange.services().chatbots().all());
        Chatbot chosen = DemoPage.choose(shown, exchange.query("chatbot"));
        AllowedOrigins framing = chosen.settings().widget().allowedOrigins();
        html(exchange, "demo.html", framing, template -> DemoPage.render(template, chosen, shown));
    }

    /**
     * Shown instead if the host is not the server's own: says which setting to change. The page
     * repeats nothing from the request, because a page of a foreign name that resolves to this
     * server may read it.
     */
    private void strange(Exchange exchange) {
        exchange.response().status(Status.FORBIDDEN_403);
        html(exchange, "unknown-host.html", AllowedOrigins.NONE, template -> template);
    }

    private void html(
            Exchange exchange, String name, AllowedOrigins framing, UnaryOperator<String> fill) {
        Page template = find(name).orElseThrow(DemoPage::none);
        byte[] page =
                fill.apply(new String(template.content(), StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
        var headers = exchange.response().headers();
        SecurityHeaders.addToPage(headers, framing);
        headers.set(HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-cache"));
        headers.set(HeaderValues.create(HeaderNames.CONTENT_TYPE, template.type()));
        exchange.send(page);
    }

    /** Pages of any origin may load the widget; the chat calls decide whether they may ask. */
    private static void anyOrigin(Exchange exchange) {
        exchange.response()
                .headers()
                .set(HeaderValues.create(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
    }

    private static void send(Exchange exchange, Optional<Page> found) {
        Page page =
                found.orElseThrow(() -> new Refusal(ApiError.NOT_FOUND, "There is nothing here."));
        var headers = exchange.response().headers();
        headers.set(HeaderValues.create(HeaderNames.ETAG, page.tag()));
        headers.set(HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-cache"));
        if (exchange.header(HeaderNames.IF_NONE_MATCH).filter(page.tag()::equals).isPresent()) {
            exchange.response().status(Status.NOT_MODIFIED_304).send();
            return;
        }
        headers.set(HeaderValues.create(HeaderNames.CONTENT_TYPE, page.type()));
        exchange.send(page.content());
    }

    /** Remembers only files that exist: visitors can make up any number of names. */
    private Optional<Page> find(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        if (!name.matches("([a-z]+/)?[a-z0-9-]+\\.[a-z]+") || !TYPES.containsKey(ending)) {
            return Optional.empty();
        }
        Optional<Page> page = Optional.ofNullable(pages.get(name)).or(() -> load(name));
        page.ifPresent(found -> pages.putIfAbsent(name, found));
        return page;
    }

    private static Optional<Page> load(String name) {
        try (InputStream in = Pages.class.getResourceAsStream("/web/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
            return Optional.of(page(in.readAllBytes(), type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Page page(byte[] content, String type) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new Page(content, type, "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }
}
