package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A running relay under test.
 *
 * @param name its name in the tables
 * @param port on the loopback address
 * @param question the request for one answer
 * @param server its process; empty if the visitors ask the fake model server itself
 */
record Target(String name, int port, String question, Optional<ServerProcess> server)
        implements AutoCloseable {

    /** No relay at all; shows what the rig itself adds. */
    static Target direct(int upstreamPort) {
        return new Target("none", upstreamPort, completion(upstreamPort), Optional.empty());
    }

    /** A request for a chat completion, as a client of OpenAI's API sends it. */
    static String completion(int port) {
        return post(
                port,
                "/v1/chat/completions",
                "{\"model\":\"bench\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[{\"role\":\"user\",\"content\":\"Which"
                    + " way is the harbour?\"}]}");
    }

    static String post(int port, String path, String json) {
        String head =
                """
                POST %s HTTP/1.1\r
                Host: 127.0.0.1:%d\r
                Accept: text/event-stream\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """
                        .formatted(path, port, json.getBytes(UTF_8).length);
        return head + json;
    }

    ByteBuffer request() {
        return UTF_8.encode(question);
    }

    /** Processor time that the relay has used so far; 0 without a relay. */
    long cpuNanos() {
        return server.map(process -> CpuClock.of(process.handle())).orElse(0L);
    }

    @Override
    public void close() {
        server.ifPresent(ServerProcess::close);
    }
}
