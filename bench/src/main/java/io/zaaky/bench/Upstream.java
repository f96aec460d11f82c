package io.zaaky.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/**
 * A model server that speaks just enough of OpenAI's API: every {@code POST} gets the answer that
 * {@link #play} set, whatever the request. A virtual thread reads the requests of a connection; the
 * {@link Pacer} writes all the answers.
 */
final class Upstream implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Pacer pacer = new Pacer();
    private volatile Load load = new Load(1, 20, 2, 1);

    private Upstream(ServerSocketChannel server) {
        this.server = server;
    }

    /** Listens on a free port of the loopback address. */
    static Upstream start() throws IOException {
        var upstream = new Upstream(ServerSocketChannel.open());
        upstream.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        upstream.pacer.start();
        Thread.ofVirtual().name("upstream").start(upstream::accept);
        return upstream;
    }

    /** Sets what streams that begin from now on send. */
    void play(Load next) {
        load = next;
    }

    int port() {
        return server.socket().getLocalPort();
    }

    Pacer pacer() {
        return pacer;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Thread.ofVirtual().start(() -> serve(channel));
            }
        } catch (ClosedChannelException closed) {
            // the end
        } catch (IOException e) {
            throw new IllegalStateException("the fake model server can't accept: " + e, e);
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            var in = new BufferedInputStream(channel.socket().getInputStream(), 4096);
            while (readRequest(in)) {
                var stream = new ModelStream(channel, load);
                pacer.add(stream);
                stream.ended.await();
            }
        } catch (IOException gone) {
            // the relay closed the connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads one request to its end. Returns false at the end of the connection. */
    private static boolean readRequest(InputStream in) throws IOException {
        long length = 0;
        boolean chunked = false;
        String line = readLine(in);
        if (line.isEmpty()) {
            return false;
        }
        while (!line.isEmpty()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).strip());
            }
            chunked |= header.startsWith("transfer-encoding:") && header.contains("chunked");
            line = readLine(in);
        }
        if (!chunked) {
            in.skipNBytes(length);
            return true;
        }
        int size;
        do {
            size = Integer.parseInt(readLine(in).strip(), 16);
            in.skipNBytes(size + 2L);
        } while (size > 0);
        return true;
    }

    /** A line without its end; empty at the end of the connection. */
    private static String readLine(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        pacer.stop();
    }
}
