package io.zaaky.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zaaky.app.doctor.Finding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;

/**
 * Checks what lies between visitors and the server: reads a stream without a question through the
 * address that visitors use, and times its events.
 */
public final class ProxyCheck {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration HEADERS = Duration.ofSeconds(90); // a buffer may hold all of it
    private static final String PATH = "/api/public/chat/stream?probe=";

    /** An address reserved for documentation, which belongs to nobody. */
    private static final String CLAIMED = "192.0.2.77";

    private static final String STREAM = "stream";
    private static final String BUFFERING = "buffering";
    private static final String COMPRESSION = "compression";
    private static final String IDLE = "idle streams";
    private static final String VERSION = "HTTP version";
    private static final String ADDRESSES = "visitors' addresses";

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).version(Version.HTTP_2).build();

    /**
     * @param address the address that visitors use
     */
    public ProxyCheck(URI address) {
        this.address = address;
    }

    /** When the events arrived, in nanoseconds, and how the stream ended. */
    private record Timed(JsonNode first, List<Long> arrivals, boolean done, String failure) {}

    /** Reads the stream; takes as long as a stream may be silent. */
    public List<Finding> look() {
        try (client) {
            HttpResponse<InputStream> response = open(STREAM, List.of());
            if (response.statusCode() != 200) {
                return List.of(refused(response));
            }
            List<Finding> found = new ArrayList<>(List.of(version(response)));
            String encoding = response.headers().firstValue("Content-Encoding").orElse("");
            Timed timed = read(response, encoding);
            if (timed.arrivals().isEmpty()) {
                found.add(noStream(timed));
                return found;
            }
            found.add(compression(encoding));
            found.add(buffering(timed));
            found.add(idle(timed));
            found.addAll(addresses());
            found.add(name(timed.first()));
            return found;
        } catch (IOException e) {
            return List.of(unreachable(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Finding.fail(STREAM, "interrupted", "try again"));
        }
    }

    private HttpResponse<InputStream> open(String kind, List<String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(PATH + kind))
                        .timeout(HEADERS)
                        .header("Accept", "text/event-stream")
                        .header("Accept-Encoding", "gzip");
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    private static Timed read(HttpResponse<InputStream> response, String encoding) {
        List<Long> arrivals = new ArrayList<>();
        JsonNode first = JSON.createObjectNode();
        try (InputStream in = decoded(response.body(), encoding);
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("data: ")) {
                    continue;
                }
                JsonNode event = JSON.readTree(line.substring("data: ".length()));
                if (event.path("done").asBoolean()) {
                    return new Timed(first, arrivals, true, "");
                }
                arrivals.add(System.nanoTime());
                first = event;
            }
            return new Timed(first, arrivals, false, "it ended");
        } catch (IOException e) {
            return new Timed(first, arrivals, false, String.valueOf(e.getMessage()));
        }
    }

    private static InputStream decoded(InputStream body, String encoding) throws IOException {
        return encoding.equals("gzip") ? new GZIPInputStream(body, 1) : body;
    }

    private static Finding noStream(Timed timed) {
        return Finding.fail(
                STREAM,
                "no event came" + (timed.failure().isEmpty() ? "" : ": " + timed.failure()),
                "see the web server's log and configuration");
    }

    private Finding refused(HttpResponse<InputStream> response) throws IOException {
        String body;
        try (InputStream in = response.body()) {
            body = new String(in.readNBytes(4096), StandardCharsets.UTF_8);
        }
        String seen = "status " + response.statusCode();
        String location = response.headers().firstValue("Location").orElse("");
        if (!location.isEmpty()) {
            return Finding.fail(
                    STREAM, seen + ", which leads to " + location, "give that address by --url");
        }
        String detail = detail(body);
        String advice =
                switch (response.statusCode()) {
                    case 403 -> "name it in server.public-hosts";
                    case 404 -> "have the web server pass /api/public/ to Zaaky (nginx/zaaky.conf)";
                    case 422 -> "upgrade the server, which knows no probe";
                    case 429, 503 -> "try again in a moment";
                    case 502, 504 -> "start Zaaky, or put the address in proxy_pass right";
                    default -> "see the web server's log";
                };
        return Finding.fail(STREAM, detail.isEmpty() ? seen : seen + ": " + detail, advice);
    }

    private static String detail(String body) {
        try {
            return JSON.readTree(body).path("detail").asText("");
        } catch (IOException e) {
            return "";
        }
    }

    private Finding unreachable(IOException e) {
        return switch (e) {
            case SSLException tls ->
                    Finding.fail(
                            "TLS",
                            address + ": " + tls.getMessage(),
                            "install a certificate of this name that browsers trust, with its chain"
                                    + " (ssl_certificate …/fullchain.pem)");
            case HttpTimeoutException _ ->
                    Finding.fail(
                            STREAM,
                            "nothing came from " + address,
                            "see whether the web server runs and its port is open");
            case ConnectException _ ->
                    Finding.fail(
                            STREAM,
                            "nothing listens at " + address + ", or its name is not known",
                            "put DNS, firewall and the web server's listen right");
            default ->
                    Finding.fail(
                            STREAM,
                            address + " breaks off: " + e.getMessage(),
                            "see the web server's log");
        };
    }

    private Finding version(HttpResponse<?> response) {
        boolean second = response.version() == Version.HTTP_2;
        if (second) {
            return Finding.ok(VERSION, "HTTP/2");
        }
        return address.getScheme().equals("https")
                ? Finding.warn(
                        VERSION,
                        "HTTP/1.1, of which a browser opens six connections at most, and each open"
                                + " chat takes one",
                        "listen 443 ssl http2;")
                : Finding.warn(
                        VERSION,
                        "plain HTTP: what visitors write can be read on its way",
                        "give visitors an https address (nginx/README.md)");
    }

    private static Finding compression(String encoding) {
        return encoding.isEmpty()
                ? Finding.ok(COMPRESSION, "streams are not compressed")
                : Finding.fail(
                        COMPRESSION,
                        "streams are compressed (" + encoding + "), which holds tokens back",
                        "gzip off; in the location of /api/public/chat");
    }

    /** Events that were sent one by one and arrive together were held back. */
    private static Finding buffering(Timed timed) {
        long between = timed.arrivals().getLast() - timed.arrivals().getFirst();
        long sent =
                Duration.ofMillis(
                                timed.first().path("every_ms").asLong()
                                        * (timed.first().path("events").asLong() - 1))
                        .toNanos();
        String seen =
                timed.arrivals().size()
                        + " events that were sent within "
                        + sent / 1_000_000
                        + " ms came within "
                        + between / 1_000_000
                        + " ms";
        return between < sent / 2
                ? Finding.fail(
                        BUFFERING,
                        seen + ": they were held back",
                        "proxy_buffering off; in the location of /api/public/chat, and no"
                                + " proxy_ignore_headers X-Accel-Buffering;")
                : Finding.ok(BUFFERING, seen);
    }

    private static Finding idle(Timed timed) {
        String silence = timed.first().path("silence_ms").asLong() / 1000 + " s";
        return timed.done()
                ? Finding.ok(IDLE, "a stream stays open through " + silence + " of silence")
                : Finding.fail(
                        IDLE,
                        "a stream was cut within "
                                + silence
                                + " of silence, which is less than"
                                + " Zaaky may be silent for",
                        "proxy_read_timeout 15m; in the location of /api/public/chat");
    }

    /**
     * Checks whether the proxy forwards the visitor's address and the server trusts it, and whether
     * the proxy passes on an address that a visitor claims.
     */
    private List<Finding> addresses() throws IOException, InterruptedException {
        JsonNode plain = look(List.of());
        JsonNode claimed = look(List.of("X-Forwarded-For", CLAIMED));
        if (!plain.path("forwarded").asBoolean()) {
            boolean listens = claimed.path("trusted").asBoolean();
            if (listens && claimed.path("address").asText("").equals(CLAIMED)) {
                return List.of(claims());
            }
            return List.of(
                    isZaakyItself(claimed)
                            ? Finding.ok(ADDRESSES, "nothing is in front that would hide them")
                            : Finding.fail(
                                    ADDRESSES,
                                    "the web server does not say for whom it asks, so all visitors"
                                            + " count as one",
                                    "proxy_set_header X-Forwarded-For $remote_addr;"));
        }
        if (!plain.path("trusted").asBoolean()) {
            return List.of(
                    Finding.fail(
                            ADDRESSES,
                            "the web server says for whom it asks, but Zaaky does not believe it,"
                                    + " so all visitors count as one",
                            "name the address that it connects from in server.trusted-proxies, such"
                                    + " as [127.0.0.1]"));
        }
        return List.of(
                claimed.path("address").asText("").equals(CLAIMED)
                        ? claims()
                        : Finding.ok(
                                ADDRESSES,
                                "they arrive: this machine counts as "
                                        + plain.path("address").asText()));
    }

    private static Finding claims() {
        return Finding.fail(
                ADDRESSES,
                "the web server hands on what visitors claim to be, so limits can be walked around",
                "proxy_set_header X-Forwarded-For $remote_addr;");
    }

    /** A web server that sets the header itself would not have passed ours through unchanged. */
    private boolean isZaakyItself(JsonNode claimed) {
        return address.getScheme().equals("http") && claimed.path("forwarded").asBoolean();
    }

    private JsonNode look(List<String> headers) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = open("address", headers);
        String encoding = response.headers().firstValue("Content-Encoding").orElse("");
        try (InputStream in = decoded(response.body(), encoding)) {
            JsonNode body = JSON.readTree(in);
            return Optional.ofNullable(body).orElseGet(JSON::createObjectNode);
        }
    }

    private Finding name(JsonNode first) {
        return first.path("own_name").asBoolean()
                ? Finding.ok("name", "the server knows itself as " + address.getHost())
                : Finding.fail(
                        "name",
                        "the server does not know itself as " + address.getHost(),
                        "server.public-hosts: [" + address.getHost() + "] in zaaky.yaml");
    }
}
