package io.zaaky.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A model server that sends the requested number of tokens and then waits for the client to end the
 * call. Serves one call at a time.
 */
final class PatientModel implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ModelChunks chunks = new ModelChunks();
    private final BlockingQueue<Integer> tokens = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> ends = new LinkedBlockingQueue<>();

    PatientModel() throws IOException {
        Thread.ofPlatform().daemon().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Sets how many tokens the next call gets; with 0, not even the head is sent. */
    void expect(int count) {
        calls.clear();
        ends.clear();
        tokens.add(count);
    }

    /** Waits until the call has been read. */
    void awaitCall() throws InterruptedException {
        calls.take();
    }

    /** When the client ended the call, by {@link System#nanoTime}. */
    long awaitClosed() throws InterruptedException {
        return ends.take();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.setTcpNoDelay(true);
                byte[] request = new byte[1 << 16];
                if (client.getInputStream().read(request) < 0) {
                    continue;
                }
                int count = tokens.take();
                if (count > 0) {
                    write(client, chunks.head());
                }
                for (int i = 0; i < count; i++) {
                    write(client, chunks.token(i));
                }
                calls.add(true);
                awaitEnd(client);
                ends.add(System.nanoTime());
            } catch (IOException e) {
                // the rig ends
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void awaitEnd(Socket client) {
        try {
            while (client.getInputStream().read() >= 0) {}
        } catch (IOException e) {
            // by a reset
        }
    }

    private static void write(Socket client, ByteBuffer bytes) throws IOException {
        byte[] all = new byte[bytes.remaining()];
        bytes.get(all);
        client.getOutputStream().write(all);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
