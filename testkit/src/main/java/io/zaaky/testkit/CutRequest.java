package io.zaaky.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request over its own connection, which may be cut at any byte. */
final class CutRequest {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final Pattern CHUNK = Pattern.compile("\r\n[0-9A-Fa-f]+\r\n");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *([0-9]+)\r\n");
    private static final Pattern CHUNKED =
            Pattern.compile("(?i)\r\nTransfer-Encoding: *chunked\r\n");
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    private CutRequest() {}

    /**
     * The point at which a connection is cut.
     *
     * @param sent after this many bytes of the request
     * @param read if all of the request was sent: after this many bytes of the answer
     * @param reset whether by a reset; otherwise by an orderly end
     */
    record Cut(int sent, int read, boolean reset) {
        static final Cut NONE = new Cut(Integer.MAX_VALUE, Integer.MAX_VALUE, false);

        boolean isNone() {
            return equals(NONE);
        }
    }

    /**
     * Sends a request and reads the answer.
     *
     * @return head and body, without chunk markers
     */
    static String send(int port, String request, Cut cut) throws IOException {
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        try (var socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            int length = Math.min(bytes.length, cut.sent());
            socket.getOutputStream().write(bytes, 0, length);
            String answer = length < bytes.length ? "" : read(socket, cut.read());
            if (cut.reset()) {
                socket.setSoLinger(true, 0);
            }
            return answer;
        }
    }

    /** Reads until the answer ends, whether or not the server keeps the connection open. */
    private static String read(Socket socket, int most) throws IOException {
        var read = new ByteArrayOutputStream();
        byte[] part = new byte[4096];
        int n = 0;
        while (n >= 0 && read.size() < most && !isWhole(read)) {
            n = socket.getInputStream().read(part, 0, Math.min(part.length, most - read.size()));
            read.write(part, 0, Math.max(0, n));
        }
        return CHUNK.matcher(read.toString(StandardCharsets.UTF_8)).replaceAll("");
    }

    private static boolean isWhole(ByteArrayOutputStream read) {
        String answer = read.toString(StandardCharsets.ISO_8859_1);
        int end = answer.indexOf(END_OF_HEAD);
        if (end < 0) {
            return false;
        }
        String head = answer.substring(0, end + 2);
        if (CHUNKED.matcher(head).find()) {
            return answer.endsWith(LAST_CHUNK);
        }
        Matcher length = LENGTH.matcher(head);
        int body = answer.length() - end - END_OF_HEAD.length();
        return length.find() ? body >= Integer.parseInt(length.group(1)) : head.contains(" 204 ");
    }
}
