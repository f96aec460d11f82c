package io.zaaky.llm.langchain4j;

import io.zaaky.spi.PluginException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends requests to one upstream, on the caller's thread. Certificates and host names are verified
 * (with the JVM's trust store), redirects are not followed, and the connection is always closed at
 * the end. Safe to call from many threads.
 */
public final class Transport {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Upstream upstream;
    private final Connector connector;
    private final Failures failures;
    private final Watchdog watchdog = new Watchdog();

    public Transport(Upstream upstream) {
        this(upstream, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /**
     * @param tls called for each connection that needs TLS, because the JVM's own factory reads
     *     files
     */
    Transport(Upstream upstream, Supplier<SSLSocketFactory> tls) {
        this.upstream = upstream;
        connector = new Connector(tls);
        failures = new Failures(upstream, Clock.systemUTC());
    }

    public Upstream upstream() {
        return upstream;
    }

    Failures failures() {
        return failures;
    }

    /** Reads an answer with status 2xx. */
    interface Reader<T> {
        T read(ResponseHead head, Body body, CallClock clock) throws IOException;
    }

    /**
     * Sends {@code request} and lets {@code reader} read the answer.
     *
     * @throws PluginException if there is no answer with status 2xx
     */
    <T> T send(Request request, Clocks clocks, Reader<T> reader) {
        var clock = new CallClock(clocks);
        watchdog.watch(clock);
        try {
            Socket socket = connect(request, clock);
            Exchange exchange = Exchange.open(socket, request);
            if (!exchange.head().ok()) {
                byte[] said = explanation(exchange.body(), clock);
                throw Thread.currentThread().isInterrupted()
                        ? failures.cancelled(null)
                        : failures.status(exchange.head(), said);
            }
            return reader.read(exchange.head(), exchange.body(), clock);
        } catch (IOException e) {
            throw failures.io(e, clock);
        } finally {
            clock.close();
            watchdog.forget(clock);
        }
    }

    private Socket connect(Request request, CallClock clock) {
        try {
            Socket socket = connector.connect(request.uri(), clock);
            clock.connected();
            return socket;
        } catch (IOException e) {
            throw failures.connect(e, clock);
        }
    }

    /** The whole answer, which must have status 2xx and at most {@code most} bytes. */
    public byte[] fetch(Request request, Clocks clocks, int most) {
        return send(request, clocks, (head, body, clock) -> all(body, most));
    }

    static byte[] all(Body body, int most) throws IOException {
        byte[] all = body.readNBytes(most);
        if (all.length == most && body.read() >= 0) {
            throw new ProtocolException("sent more than " + most + " bytes");
        }
        return all;
    }

    /** The beginning of a service's explanation of its failure, as far as it arrives soon. */
    static byte[] explanation(Body body, CallClock clock) {
        clock.finished(PATIENCE);
        var said = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 10];
        try {
            int n = body.read(part, 0, part.length);
            while (n >= 0 && said.size() < Failures.EXPLANATION) {
                said.write(part, 0, n);
                n = body.read(part, 0, part.length);
            }
        } catch (IOException e) {
            // then the explanation ends here
        }
        return said.toByteArray();
    }
}
