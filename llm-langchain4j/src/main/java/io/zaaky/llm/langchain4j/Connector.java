package io.zaaky.llm.langchain4j;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Opens connections: tries each address of the host name in turn, then starts TLS for {@code
 * https}.
 */
final class Connector {
    private final Supplier<SSLSocketFactory> tls;

    Connector(Supplier<SSLSocketFactory> tls) {
        this.tls = tls;
    }

    /**
     * The caller closes the socket registered with {@code clock}, whether this method succeeds or
     * fails.
     */
    Socket connect(URI to, CallClock clock) throws IOException {
        boolean secure = "https".equals(to.getScheme());
        int port = to.getPort() >= 0 ? to.getPort() : secure ? 443 : 80;
        Socket plain = connect(resolve(to.getHost(), clock.connectLeft()), port, clock);
        return secure ? secure(plain, to.getHost(), port) : plain;
    }

    /** A lookup has no timeout and cannot be interrupted, so it runs on another thread. */
    private static InetAddress[] resolve(String host, Duration limit) throws IOException {
        var lookup = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread.startVirtualThread(lookup);
        try {
            return lookup.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw timeout("the name " + host + " was not resolved", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            var unknown = new UnknownHostException("the name " + host + " is not known");
            unknown.initCause(e.getCause());
            throw unknown;
        }
    }

    private static Socket connect(InetAddress[] addresses, int port, CallClock clock)
            throws IOException {
        IOException last = new UnknownHostException("the name has no address");
        for (int i = 0; i < addresses.length && !Thread.currentThread().isInterrupted(); i++) {
            long share = clock.connectLeft().toMillis() / (addresses.length - i);
            if (share == 0) {
                throw timeout("no address answered", last);
            }
            Socket socket = new Socket(Proxy.NO_PROXY);
            clock.cuts(socket);
            try {
                socket.setTcpNoDelay(true);
                socket.connect(
                        new InetSocketAddress(addresses[i], port),
                        (int) Math.min(share, Integer.MAX_VALUE));
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private Socket secure(Socket plain, String host, int port) throws IOException {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        SSLSocket socket = (SSLSocket) tls.get().createSocket(plain, name, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static SocketTimeoutException timeout(String what, Exception cause) {
        var timeout = new SocketTimeoutException(what);
        timeout.initCause(cause);
        return timeout;
    }
}
