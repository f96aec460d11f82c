package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The minimum that a relay on this stack can do: a Helidon route on a virtual thread that reads
 * from the model server through a plain socket, finds the text in each chunk, and writes and
 * flushes one frame for it. No conversations, limits, metrics or failure handling. Whatever Zaaky
 * costs beyond this is the price of its features.
 */
public final class BareRelay {
    private static final Pattern READY = Pattern.compile("^ready (\\d+)");

    private final int upstreamPort;

    private BareRelay(int upstreamPort) {
        this.upstreamPort = upstreamPort;
    }

    /** Runs the relay in a separate process; the model server's port is the only argument. */
    public static void main(String[] args) {
        var relay = new BareRelay(Integer.parseInt(args[0]));
        WebServer server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .backlog(4096)
                        .routing(routing -> routing.post("/v1/chat/completions", relay::handle))
                        .build()
                        .start();
        System.out.println("ready " + server.port());
    }

    /** Starts that process. */
    static Target start(Path folder, int upstreamPort) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        Machine.jdkTool("java"),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path", ""),
                        BareRelay.class.getName(),
                        String.valueOf(upstreamPort));
        ServerProcess server =
                ServerProcess.start(
                        Machine.pinned(command), folder.resolve("bare-relay.log"), READY);
        int port = Integer.parseInt(server.awaitReady().line().group(1));
        return new Target("bare relay", port, Target.completion(port), Optional.of(server));
    }

    private void handle(ServerRequest request, ServerResponse response) throws IOException {
        byte[] question = request.content().as(byte[].class);
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        try (var socket = new Socket();
                OutputStream out = response.outputStream()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), upstreamPort));
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(ask(question).getBytes(ISO_8859_1));
            relay(socket.getInputStream(), new BareFrames(out));
        }
    }

    private String ask(byte[] question) {
        return Target.post(upstreamPort, "/v1/chat/completions", new String(question, ISO_8859_1));
    }

    private static void relay(InputStream in, BareFrames frames) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        var reader = new ResponseReader(frames);
        while (!reader.ended()) {
            int count = in.read(buffer.array());
            if (count < 0) {
                return;
            }
            reader.read(buffer.clear().limit(count));
        }
    }
}
