package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StubUpstreamTest {
    private static final String WHOLE = whole();

    private static StubScript script() {
        return StubUpstream.openAi().tokens("é", "b").finish("stop").usage(1, 2);
    }

    private static String whole() {
        try (var upstream = StubUpstream.start(script());
                var client = ask(upstream)) {
            return rest(client);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aScriptIsPlayedToItsEnd() {
        assertTrue(WHOLE.startsWith("HTTP/1.1 200 "), WHOLE);
        assertTrue(WHOLE.contains("\r\n\r\n") && WHOLE.endsWith("\r\n0\r\n\r\n"), WHOLE);
    }

    @Test
    void aCutComesAfterExactlySoManyBytes() throws IOException {
        for (int at = 0; at <= WHOLE.length(); at++) {
            try (var upstream = StubUpstream.start(script().cutAfter(at));
                    var client = ask(upstream)) {
                assertEquals(WHOLE.substring(0, at), rest(client));
            }
        }
    }

    @Test
    void aResetIsNoEnd() throws IOException {
        for (int at : new int[] {0, 1, 30, WHOLE.length() - 1}) {
            try (var upstream = StubUpstream.start(script().resetAfter(at));
                    var client = ask(upstream)) {
                assertThrows(SocketException.class, () -> rest(client), "after byte " + at);
            }
        }
    }

    @Test
    void aHoldAnywhereGoesOnWhenItIsReleased() throws IOException {
        for (int at = 0; at < WHOLE.length(); at += 10) {
            try (var upstream = StubUpstream.start(script().atATime(3).holdAfter(at));
                    var client = ask(upstream)) {
                assertEquals(WHOLE.substring(0, at), text(client.getInputStream().readNBytes(at)));
                upstream.release();
                assertEquals(WHOLE.substring(at), rest(client));
            }
        }
    }

    @Test
    void anAnswerCanBeMadeFromItsQuestion() throws IOException {
        StubScript echo =
                StubUpstream.openAi()
                        .tokens(Duration.ZERO, call -> List.of(call.path(), call.method()))
                        .finish("stop");
        try (var upstream = StubUpstream.start(echo);
                var client = ask(upstream)) {
            String said = rest(client);
            int path = said.indexOf("\"content\":\"/ask\"");
            assertTrue(path > 0 && said.indexOf("\"content\":\"GET\"") > path, said);
        }
    }

    private static Socket ask(StubUpstream upstream) throws IOException {
        var client = new Socket(InetAddress.getLoopbackAddress(), upstream.uri().getPort());
        client.setSoTimeout((int) StubUpstream.LIMIT.toMillis());
        client.getOutputStream().write(latin1("GET /ask HTTP/1.1\r\n\r\n"));
        return client;
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One character for a byte. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String rest(Socket client) throws IOException {
        return text(client.getInputStream().readAllBytes());
    }
}
