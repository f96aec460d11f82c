package io.zaaky.ingestion.web;

import io.zaaky.ingestion.web.Fetched.Failed;
import io.zaaky.ingestion.web.Fetched.Gone;
import io.zaaky.ingestion.web.Fetched.Page;
import io.zaaky.ingestion.web.Fetched.Unchanged;
import io.zaaky.ingestion.web.Fetched.Unwanted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;

/**
 * Fetches pages for one chatbot. Every redirect target is checked like the first address: its form,
 * all addresses of its host, robots.txt. Safe to call from many threads.
 */
public final class Fetcher {
    private static final int MOST_REDIRECTS = 5;
    private static final Duration ROBOTS_HOLD = Duration.ofHours(1);

    private final AddressRules rules;
    private final HostLookup lookup;
    private final FetchLimits limits;
    private final Hosts hosts;
    private final InstantSource clock;
    private final Supplier<TlsSocketStrategy> tls;
    private final RobotsFiles robots = new RobotsFiles();
    private Optional<Wire> wire = Optional.empty(); // guarded by this; lazy: TLS reads files

    /** Does no I/O. */
    public Fetcher(
            AddressRules rules,
            HostLookup lookup,
            FetchLimits limits,
            Hosts hosts,
            InstantSource clock) {
        this(rules, lookup, limits, hosts, clock, DefaultClientTlsStrategy::createSystemDefault);
    }

    /**
     * @param tls determines which certificates to trust
     */
    Fetcher(
            AddressRules rules,
            HostLookup lookup,
            FetchLimits limits,
            Hosts hosts,
            InstantSource clock,
            Supplier<TlsSocketStrategy> tls) {
        this.rules = rules;
        this.lookup = lookup;
        this.limits = limits;
        this.hosts = hosts;
        this.clock = clock;
        this.tls = tls;
    }

    private synchronized Wire wire() {
        if (wire.isEmpty()) {
            wire = Optional.of(new Wire(tls.get(), limits));
        }
        return wire.get();
    }

    /**
     * Requests a page and follows redirects.
     *
     * @param known the validators that the server sent last time
     * @param readable which content types to read
     */
    Fetched fetch(WebUrl url, Validators known, Predicate<String> readable)
            throws InterruptedException {
        return new Way(known, readable, true).from(url);
    }

    /** Requests a file that is not a document, without consulting robots.txt. */
    Fetched fetchAny(WebUrl url) throws InterruptedException {
        return new Way(Validators.NONE, type -> true, false).from(url);
    }

    /** One fetch of an address, including its redirects. */
    private final class Way {
        private final Validators known;
        private final Predicate<String> readable;
        private final boolean asksRobots;
        private Duration left = limits.total();

        Way(Validators known, Predicate<String> readable, boolean asksRobots) {
            this.known = known;
            this.readable = readable;
            this.asksRobots = asksRobots;
        }

        Fetched from(WebUrl url) throws InterruptedException {
            WebUrl at = url;
            int hop = 0;
            try {
                for (; hop <= MOST_REDIRECTS; hop++) {
                    Robots said = asksRobots ? robots(at) : Robots.none(404, Instant.MAX);
                    if (!said.allows(at)) {
                        return new Unwanted("The site's robots.txt forbids it.");
                    }
                    Answer answer = get(at, said.pause(limits.pause()));
                    if (!answer.isRedirect()) {
                        return judge(at, answer);
                    }
                    at = next(at, answer);
                }
                return new Failed(0, "More than " + MOST_REDIRECTS + " redirects.", "", false);
            } catch (FetchException e) {
                boolean elsewhere = hop > 0 && e.isNoHost(); // the page, not the site, leads there
                return new Failed(
                        0, String.valueOf(e.getMessage()), e.detail(), e.down() && !elsewhere);
            }
        }

        private WebUrl next(WebUrl at, Answer answer) throws FetchException {
            WebUrl to =
                    at.resolve(answer.headers().getOrDefault("location", List.of("")).getFirst())
                            .orElseThrow(
                                    () ->
                                            new FetchException(
                                                    "It redirects to an address that is not taken.",
                                                    false));
            if (at.isSecure() && !to.isSecure()) {
                throw new FetchException("It redirects from https to http.", false);
            }
            return to;
        }

        private Answer get(WebUrl at, Duration pause) throws FetchException, InterruptedException {
            return hosts.inTurn(at.host(), pause, () -> timed(at));
        }

        /**
         * A name lookup has no timeout and cannot be interrupted, so all of it runs on another
         * thread.
         */
        private Answer timed(WebUrl at) throws FetchException, InterruptedException {
            long start = System.nanoTime();
            long began = hosts.now();
            Wire out = wire();
            var found = new AtomicBoolean();
            var task =
                    new FutureTask<>(
                            () -> {
                                List<InetAddress> addresses = checked(at);
                                found.set(true);
                                return out.get(at, addresses, headers(at), readable);
                            });
            Thread thread = Thread.ofVirtual().name("fetch " + at.host()).start(task);
            try {
                return task.get(left.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                String told = "It took longer than " + limits.total().toMillis() + " ms.";
                throw found.get()
                        ? new FetchException(told, true)
                        : FetchException.noHost("no answer to the question for " + at.host());
            } catch (ExecutionException e) {
                FetchException failure = failure(at, Objects.requireNonNullElse(e.getCause(), e));
                if (failure.isNoHost()) { // the time that the lookup took would reveal its result
                    hosts.restUntil(began, limits.pause());
                }
                throw failure;
            } finally {
                thread.interrupt();
                left = left.minusNanos(System.nanoTime() - start);
            }
        }

        private Map<String, String> headers(WebUrl at) {
            Map<String, String> headers = new HashMap<>();
            headers.put("User-Agent", "Zaaky");
            headers.put("Accept", "text/html, text/markdown, text/plain;q=0.9, */*;q=0.5");
            headers.put("Accept-Encoding", "identity");
            headers.put("Connection", "close");
            if (known.areOf(at)) {
                if (!known.etag().isEmpty()) {
                    headers.put("If-None-Match", known.etag());
                }
                if (!known.lastModified().isEmpty()) {
                    headers.put("If-Modified-Since", known.lastModified());
                }
            }
            return headers;
        }

        private Fetched judge(WebUrl at, Answer answer) {
            int status = answer.status();
            String type = answer.header("Content-Type");
            if (status == 304 && known.areOf(at)) {
                return new Unchanged();
            }
            if (status == 404 || status == 410) {
                return new Gone("The server says that it is not there (" + status + ").");
            }
            if (status != 200) {
                boolean down = status >= 500 || status == 429 || status == 408;
                String told = "The server answers with status " + status + ".";
                return new Failed(status, told, "", down);
            }
            if (!readable.test(type)) {
                return new Unwanted(
                        "Its content type can't be read: "
                                + (type.isBlank() ? "none" : shown(type))
                                + ".");
            }
            return new Page(
                    at,
                    type,
                    Validators.sane(answer.header("ETag")),
                    Validators.sane(answer.header("Last-Modified")),
                    answer.header("X-Robots-Tag"),
                    answer.body());
        }
    }

    private Robots robots(WebUrl at) throws FetchException, InterruptedException {
        Instant now = clock.instant();
        return robots.of(at.origin(), now, () -> askedRobots(at, now.plus(ROBOTS_HOLD)));
    }

    private Robots askedRobots(WebUrl at, Instant until)
            throws FetchException, InterruptedException {
        WebUrl file = WebUrl.parse(at.origin() + "/robots.txt");
        return switch (fetchAny(file)) {
            case Page page -> Robots.of(file, page.body(), page.type(), until);
            case Gone gone -> Robots.none(404, until);
            case Unwanted unwanted -> Robots.none(404, until);
            case Unchanged unchanged -> Robots.none(404, until);
            case Failed(int status, String reason, String detail, boolean down) -> {
                if (status / 100 == 4 && !down) {
                    yield Robots.none(status, until);
                }
                throw reason.equals(FetchException.NO_HOST)
                        ? FetchException.noHost(detail)
                        : new FetchException(
                                "Its robots.txt can't be had: " + reason, detail, down);
            }
        };
    }

    /**
     * All addresses of the host, provided that each of them may be connected to.
     *
     * @throws FetchException if one may not. The message is the same whatever the name leads to;
     *     only for an address written as a literal does it give the reason
     */
    private List<InetAddress> checked(WebUrl at) throws IOException {
        Optional<String> written = rules.refusal(at);
        if (written.isPresent()) {
            throw new FetchException(written.get(), false);
        }
        if (at.literal().isPresent()) {
            return List.of(at.literal().get());
        }
        List<InetAddress> addresses = lookup.addresses(at.host());
        for (InetAddress address : addresses) {
            Optional<String> refusal = rules.refusal(address, at.port());
            if (refusal.isPresent()) {
                throw FetchException.noHost(
                        at.host() + " is " + address.getHostAddress() + ": " + refusal.get());
            }
        }
        return addresses;
    }

    private static FetchException failure(WebUrl at, Throwable cause) {
        String detail =
                shown(
                        Objects.requireNonNullElse(
                                cause.getMessage(), cause.getClass().getSimpleName()));
        return switch (cause) {
            case FetchException e -> e;
            case UnknownHostException e ->
                    FetchException.noHost("the name " + at.host() + " is not known");
            case SocketException e -> // its message contains addresses
                    new FetchException("It can't be had: the connection failed.", detail, true);
            case SocketTimeoutException e ->
                    new FetchException(
                            "It can't be had: its server does not answer in time.", detail, true);
            default -> new FetchException("It can't be had: " + detail + ".", true);
        };
    }

    private static String shown(String text) {
        String line = text.replaceAll("[^ -~]+", " ").strip();
        return line.substring(0, Math.min(line.length(), 120));
    }
}
