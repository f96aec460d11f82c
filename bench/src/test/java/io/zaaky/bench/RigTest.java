package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That the rig counts right. How long anything takes is not looked at. */
class RigTest {
    private static final Load LOAD = new Load(20, 2, 50, 1000);
    private static final String REQUEST = "GET / HTTP/1.1\r\n\r\n";
    private static final String HEAD = "HTTP/1.1 200 OK\r\n\r\n";
    private static final String TOKEN =
            "data: {\"type\":\"token\",\"content\":\" @000%d000000000000\"}\n";

    @Test
    void everyTokenOfEveryStreamIsCountedOnce() throws IOException {
        try (Upstream upstream = Upstream.start()) {
            Run run = Visitors.run(Target.direct(upstream.port()), upstream, LOAD);
            assertTrue(run.tally().failures().isEmpty(), run.tally().failures().toString());
            assertEquals(20 * 50, run.tally().tokens());
            assertEquals(20, run.tally().first().count());
            assertEquals(0, run.tally().lost());
        }
    }

    @Test
    void aRelayThatCutsItsStreamsIsFoundOut() throws IOException {
        Run run = against(HEAD + TOKEN.formatted(0));
        assertFalse(run.whole());
        assertEquals(20 * 49, run.tally().lost());
        assertEquals("{cut after 1 tokens, status 200=20}", run.tally().failures().toString());
    }

    @Test
    void aRelayThatRefusesIsFoundOut() throws IOException {
        Run run = against("HTTP/1.1 503 Service Unavailable\r\n\r\n{\"code\":\"overloaded\"}\n");
        assertEquals(
                "{status 503: {\"code\":\"overloaded\"}=20}", run.tally().failures().toString());
    }

    @Test
    void aCompleteEventThatRepeatsTooLittleIsFoundOut() throws IOException {
        String complete = "data: {\"type\":\"complete\",\"content\":\"\"}\n";
        Run run = against(HEAD + TOKEN.formatted(0) + TOKEN.formatted(1) + complete);
        assertEquals("{'complete' repeats 0 tokens of 2=20}", run.tally().failures().toString());
    }

    /** Puts the load on a server that answers everything with {@code response} and closes. */
    private static Run against(String response) throws IOException {
        try (Upstream upstream = Upstream.start();
                var server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server, response));
            int port = server.getLocalPort();
            var target = new Target("broken", port, REQUEST, Optional.empty());
            return Visitors.run(target, upstream, LOAD);
        }
    }

    private static void serve(ServerSocket server, String response) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                var in = socket.getInputStream();
                in.skipNBytes(REQUEST.length());
                socket.getOutputStream().write(response.getBytes(UTF_8));
            } catch (IOException closed) {
                // the next one, or the end
            }
        }
    }
}
