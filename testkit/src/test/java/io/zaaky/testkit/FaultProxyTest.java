package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.testkit.FaultProxy.Side;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultProxyTest {
    private static final int LIMIT_MILLIS = 20_000;

    private ServerSocket listening;
    private FaultProxy line;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        line = FaultProxy.before(URI.create("tcp://127.0.0.1:" + listening.getLocalPort()));
        client = new Socket(InetAddress.getLoopbackAddress(), line.port());
        server = listening.accept();
        client.setSoTimeout(LIMIT_MILLIS);
        server.setSoTimeout(LIMIT_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        line.close();
        listening.close();
    }

    @Test
    void bytesPassBothWays() throws IOException {
        send(client, "question");
        assertEquals("question", read(server, 8));
        send(server, "answer");
        assertEquals("answer", read(client, 6));
        assertEquals(List.of(), line.log());
    }

    @Test
    void oneDirectionMayEndBeforeTheOther() throws IOException {
        send(client, "question");
        client.shutdownOutput();
        assertEquals("question", rest(server));
        send(server, "answer");
        server.close();
        assertEquals("answer", rest(client));
    }

    @Test
    void whatIsHeldComesLaterAndNothingOfItIsLost() throws IOException {
        line.toClient(Fault.NONE.stall(3));
        send(server, "answer");
        assertEquals("ans", read(client, 3));
        client.setSoTimeout(50);
        assertThrows(SocketTimeoutException.class, () -> read(client, 1));
        client.setSoTimeout(LIMIT_MILLIS);
        send(client, "still there?");
        assertEquals("still there?", read(server, 12));
        line.pass();
        assertEquals("wer", read(client, 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void aCutByFinLooksLikeAnEnd(int after) throws IOException {
        line.toClient(Fault.NONE.fin(after));
        trySend("answer");
        assertEquals("answer".substring(0, after), rest(client));
        assertTrue(line.await(0, Side.SERVER).cut(), line.log()::toString);
        client.close();
        assertFalse(line.await(0, Side.CLIENT).cut(), line.log()::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void aCutByRstIsNoEnd(int after) throws IOException {
        line.toClient(Fault.NONE.rst(after));
        trySend("answer");
        assertThrows(SocketException.class, () -> rest(client));
        assertTrue(line.await(0, Side.CLIENT).cut(), line.log()::toString);
        assertTrue(line.await(0, Side.SERVER).cut(), line.log()::toString);
        assertEnded(server);
    }

    @Test
    void anOpenConnectionIsCutAtOnce() throws IOException {
        send(client, "question");
        assertEquals("question", read(server, 8));
        line.toServer(Fault.NONE.fin(0));
        assertEquals("", rest(server));
        assertEquals("", rest(client));
    }

    @Test
    void aHeldConnectionCanBeCut() throws IOException {
        line.toClient(Fault.NONE.stall(0));
        send(server, "answer");
        line.toClient(Fault.NONE.rst(0));
        assertThrows(SocketException.class, () -> rest(client));
    }

    @Test
    void bytesThatDripOrComeLateAreTheSame() throws IOException {
        line.toClient(Fault.NONE.dripping());
        line.toServer(Fault.NONE.late(Duration.ofMillis(40)));
        long start = System.nanoTime();
        send(client, "question");
        assertEquals("question", read(server, 8));
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(taken.toMillis() >= 40, taken::toString);
        send(server, "answer");
        assertEquals("answer", read(client, 6));
    }

    @Test
    void whatIsLateComesAtOnceWhenTheFaultIsOver() throws IOException {
        line.toServer(Fault.NONE.late(Duration.ofDays(1)));
        send(client, "question");
        line.pass();
        assertEquals("question", read(server, 8));
    }

    @Test
    void theLogTellsWhoClosedFirst() throws IOException {
        client.close();
        assertEquals("", rest(server));
        server.close();
        long byServer = line.await(0, Side.SERVER).nanoTime();
        assertTrue(line.await(0, Side.CLIENT).nanoTime() < byServer, line.log()::toString);
        assertEquals(
                List.of(Side.CLIENT, Side.SERVER),
                line.log().stream().map(FaultProxy.Closing::side).toList());
    }

    @Test
    void aResetIsHandedOn() throws IOException {
        client.setSoLinger(true, 0);
        client.close();
        assertThrows(SocketException.class, () -> rest(server));
        assertFalse(line.await(0, Side.CLIENT).cut(), line.log()::toString);
    }

    @Test
    void whenItRefusesNobodyListensUntilItAcceptsAgain() throws IOException {
        line.refuse();
        assertEnded(client);
        assertThrows(
                ConnectException.class,
                () -> new Socket(InetAddress.getLoopbackAddress(), line.port()).close());
        line.accept();
        try (var again = new Socket(InetAddress.getLoopbackAddress(), line.port());
                var there = listening.accept()) {
            send(again, "again");
            assertEquals("again", read(there, 5));
        }
    }

    @Test
    void withoutAServerTheClientSeesItsConnectionEnd() throws IOException {
        try (var nobody = FaultProxy.before(StubUpstream.nowhere());
                var alone = new Socket(InetAddress.getLoopbackAddress(), nobody.port())) {
            alone.setSoTimeout(LIMIT_MILLIS);
            assertEquals("", rest(alone));
        }
    }

    @Test
    void closingItClosesEverything() {
        line.close();
        assertEnded(client);
        assertEnded(server);
    }

    @Test
    void theAddressKeepsItsPath() {
        try (var other = FaultProxy.before(URI.create("http://127.0.0.1:9/v1"))) {
            assertEquals("http://127.0.0.1:" + other.port() + "/v1", other.uri().toString());
        }
    }

    private static void send(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** By the server, whose connection may be closed already. */
    private void trySend(String text) {
        try {
            send(server, text);
        } catch (IOException e) {
            // then the fault was faster
        }
    }

    private static String read(Socket at, int bytes) throws IOException {
        return new String(at.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
    }

    private static String rest(Socket at) throws IOException {
        return new String(at.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static void assertEnded(Socket socket) {
        try {
            assertEquals("", rest(socket));
        } catch (SocketException e) {
            // reset: ended too
        } catch (IOException e) {
            throw new AssertionError("still open", e);
        }
    }
}
