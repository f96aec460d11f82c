package io.zaaky.llm.langchain4j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n";

    private static String read(InputStream in) throws IOException {
        var wire = new Wire(in);
        return new String(new Body(wire, wire.head()).readAllBytes(), ISO_8859_1);
    }

    private static String read(String response) throws IOException {
        return read(new ByteArrayInputStream(response.getBytes(ISO_8859_1)));
    }

    @Test
    void chunksAreJoinedWhereverTheyAreCut() throws IOException {
        String response =
                CHUNKED + "3\r\nabc\r\n00A;x=y\r\n0123456789\r\n1 \r\nz\r\n0\r\nT: t\r\n\r\n";
        byte[] bytes = response.getBytes(ISO_8859_1);
        assertEquals("abc0123456789z", read(Pieces.single(bytes)));
        for (int i = 1; i < bytes.length; i++) {
            assertEquals("abc0123456789z", read(Pieces.cutAt(bytes, i)), "cut at " + i);
        }
    }

    @Test
    @Tag("UP-16")
    void aCutChunkedBodyIsAFailureWhereverItIsCut() {
        String response = CHUNKED + "3\r\nabc\r\n2\r\nde\r\n0\r\n";
        for (int i = 0; i < response.length() - 2; i++) {
            String cut = response.substring(0, i);
            assertThrows(ProtocolException.class, () -> read(cut), cut);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "\r\n",
                "-1\r\n",
                "3\r\nabcd\r\n",
                "3x\r\nabc",
                "ffffffffffffffff\r\n"
            })
    @Tag("UP-16")
    void aBadChunkIsAFailure(String chunk) {
        assertThrows(ProtocolException.class, () -> read(CHUNKED + chunk + "0\r\n\r\n"));
    }

    @Test
    void aLengthIsKept() throws IOException {
        assertEquals("abc", read("HTTP/1.0 200 OK\r\ncontent-length:3\r\n\r\nabcdef"));
        assertEquals("", read("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\nabc"));
        assertThrows(
                ProtocolException.class,
                () -> read("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc"));
        assertThrows(
                ProtocolException.class,
                () -> read("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nabc"));
    }

    @Test
    void withoutALengthTheConnectionsEndIsTheBodys() throws IOException {
        assertEquals("abc", read("HTTP/1.1 200 OK\n\nabc"));
    }

    @Test
    @Tag("UP-08")
    void informationalAnswersArePassedOver() throws IOException {
        assertEquals(
                "abc",
                read(
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                                + "HTTP/1.1 200 OK\r\n\r\nabc"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "220 smtp ready\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 OK\r\n\r\n",
                "HTTP/1.1 101 Switching\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b"
            })
    void whatIsNotHttpIsAFailure(String response) {
        assertThrows(ProtocolException.class, () -> read(response));
    }

    @Test
    @Tag("UP-08")
    void aHeadWithoutEndIsAFailure() {
        assertThrows(
                ProtocolException.class,
                () -> read("HTTP/1.1 200 OK\r\n" + "A: bbbbbbbb\r\n".repeat(100_000)));
        assertThrows(
                ProtocolException.class,
                () -> read("HTTP/1.1 100 Continue\r\n\r\n".repeat(100_000)));
    }
}
