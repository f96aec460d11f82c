package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** One request on one connection, read by eye: for measurements of single moments. */
final class PlainClient {
    private PlainClient() {}

    /** Connects to the loopback address and sends the request. */
    static Socket send(int port, String request) throws IOException {
        Socket socket = connect(port);
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return socket;
    }

    static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Reads until this has come; returns all that was read. */
    static String read(Socket socket, String until) throws IOException {
        var read = new StringBuilder();
        byte[] part = new byte[4096];
        while (read.indexOf(until) < 0) {
            int n = socket.getInputStream().read(part);
            if (n < 0) {
                throw new IOException("no '" + until + "' in: " + read);
            }
            read.append(new String(part, 0, n, ISO_8859_1));
        }
        return read.toString();
    }
}
