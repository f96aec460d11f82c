package io.zaaky.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One HTTP/1.1 request and the socket to answer it on. Header names are in lower case. */
record HttpCall(
        String method, String target, Map<String, String> headers, String body, Socket socket) {

    static HttpCall read(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        String[] first = line(in).split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new HttpCall(
                first[0], first[1], headers, new String(in.readNBytes(length), UTF_8), socket);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.write(next);
        }
        return line.toString(ISO_8859_1).strip();
    }

    /** The target without its query. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Answers with a whole body. Further headers are complete lines, each with its CRLF. */
    void respond(int status, String type, String furtherHeaders, byte[] content)
            throws IOException {
        String head =
                "HTTP/1.1 %d x\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s%sConnection: close\r\n\r\n"
                        .formatted(status, type, content.length, cors(), furtherHeaders);
        socket.getOutputStream().write(head.getBytes(ISO_8859_1));
        socket.getOutputStream().write(content);
        socket.getOutputStream().flush();
    }

    /** Sends the head of a chunked answer of status 200. */
    void startChunked(String type, String furtherHeaders) throws IOException {
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n%s%s\r\n"
                        .formatted(type, cors(), furtherHeaders);
        socket.getOutputStream().write(head.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Sends one chunk at once, as a packet of its own. */
    void chunk(byte[] bytes) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
        frame.writeBytes(bytes);
        frame.writeBytes("\r\n".getBytes(ISO_8859_1));
        socket.getOutputStream().write(frame.toByteArray());
        socket.getOutputStream().flush();
    }

    /** Ends a chunked answer as it should end. */
    void endChunked() throws IOException {
        socket.getOutputStream().write("0\r\n\r\n".getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private String cors() {
        return "Access-Control-Allow-Origin: *\r\n"
                + "Access-Control-Expose-Headers: X-Session-Id, X-Message-Id, X-Request-Id,"
                + " Retry-After\r\n";
    }
}
