package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests whose end two servers could see in different places. */
@TestInstance(Lifecycle.PER_CLASS)
class FramingTest {
    /** What a second reading of the bytes would take for a request. */
    private static final String HIDDEN = "GET /demo HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static final String HEAD =
            "POST /api/public/chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    private RunningServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server =
                RunningServer.start(
                        folder, "", "chatbots:\n  bot:\n    llm: {provider: extractive}\n");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<Arguments> ambiguous() {
        String chunks = "2\r\n{}\r\n0\r\n\r\n";
        return Stream.of(
                headers("two lengths", "Content-Length: 2\r\nContent-Length: 40\r\n", "{}"),
                headers("a list of lengths", "Content-Length: 2, 40\r\n", "{}"),
                headers("a length with a sign", "Content-Length: +2\r\n", "{}"),
                headers("a negative length", "Content-Length: -2\r\n", "{}"),
                headers("a hexadecimal length", "Content-Length: 0x2\r\n", "{}"),
                headers("a length with a space", "Content-Length: 2 0\r\n", "{}"),
                headers("no length", "Content-Length: \r\n", "{}"),
                headers("a huge length", "Content-Length: 99999999999999999999\r\n", "{}"),
                headers(
                        "length and chunks",
                        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                        chunks),
                headers(
                        "chunks and length",
                        "Transfer-Encoding: chunked\r\nContent-Length: 12\r\n",
                        chunks),
                headers("an unknown encoding", "Transfer-Encoding: xchunked\r\n", chunks),
                headers("an old encoding", "Transfer-Encoding: identity\r\n", chunks),
                headers("chunks not last", "Transfer-Encoding: chunked, identity\r\n", chunks),
                headers(
                        "two encodings",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                        chunks),
                headers("chunks twice", "Transfer-Encoding: chunked, chunked\r\n", chunks),
                headers("an odd space", "Transfer-Encoding: \u000bchunked\r\n", chunks),
                headers("a space before the colon", "Content-Length : 2\r\n", "{}"),
                headers("a folded line", "X-A: b\r\n Content-Length: 2\r\n", "{}"),
                headers("a line without a colon", "Content-Length\r\n", "{}"),
                headers("a bare CR", "X-A: b\rContent-Length: 2\r\n", "{}"),
                headers("a NUL", "X-A: b\0\r\nContent-Length: 2\r\n", "{}"),
                headers("a bare LF", "X-A: b\nContent-Length: 2\r\n", "{}"),
                headers("two hosts", "Host: y\r\nContent-Length: 2\r\n", "{}"),
                request("no host", "GET /demo HTTP/1.1\r\n\r\n"),
                request("bare LFs", "GET /demo HTTP/1.1\nHost: x\n\n"),
                request("no version", "GET /demo\r\n\r\n"),
                request("HTTP/1.0", "GET /demo HTTP/1.0\r\nHost: x\r\n\r\n"),
                request("HTTP/1.2", "GET /demo HTTP/1.2\r\nHost: x\r\n\r\n"),
                request("HTTP/2.0", "GET /demo HTTP/2.0\r\nHost: x\r\n\r\n"),
                request("a tab", "GET\t/demo\tHTTP/1.1\r\nHost: x\r\n\r\n"),
                request("two spaces", "GET  /demo HTTP/1.1\r\nHost: x\r\n\r\n"),
                request("a space in the path", "GET /de mo HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    private static Arguments headers(String name, String headers, String body) {
        return Arguments.of(name, HEAD + headers + "\r\n" + body + HIDDEN);
    }

    private static Arguments request(String name, String request) {
        return Arguments.of(name, request + HIDDEN);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguous")
    @Tag("HTTP-01")
    void isRefusedAndNothingBehindItIsARequest(String name, String bytes) {
        assertRefusedAsTheLast(name, bytes);
    }

    static Stream<Arguments> chunks() {
        return Stream.of(
                Arguments.of("an extension", "2;a=b\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("no hexadecimal size", "zz\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("a size with a sign", "+2\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("a negative size", "-2\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("a size with a prefix", "0x2\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("no size", "\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("a huge size", "fffffffffffffffff\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("more data than the size", "1\r\n{}\r\n0\r\n\r\n"),
                Arguments.of("a size ended by a bare LF", "2\n{}\r\n0\r\n\r\n"),
                Arguments.of("data ended by a bare LF", "2\r\n{}\n0\r\n\r\n"),
                Arguments.of("data ended by other bytes", "2\r\n{}XX0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chunks")
    @Tag("HTTP-01")
    @Tag("HTTP-02")
    void aBrokenChunkIsAnsweredAndTheConnectionEnds(String name, String chunks) {
        assertRefusedAsTheLast(name, HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunks + HIDDEN);
    }

    private void assertRefusedAsTheLast(String name, String bytes) {
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.send(bytes);
            String answer = visitor.readToEnd();
            String[] answers = answer.split("(?=HTTP/1\\.1 )", -1);
            assertEquals(1, answers.length, name + ": " + answer);
            assertTrue(answer.matches("(?s)HTTP/1\\.1 (4\\d\\d|501|505) .*"), name + ": " + answer);
        }
    }

    @Test
    @Tag("HTTP-08")
    void http2IsNotSpoken() {
        assertRefusedAsTheLast("the preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
    }

    @Test
    void twoRequestsOneAfterTheOtherAreTwoAnswers() {
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.send(HIDDEN + HIDDEN.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            assertEquals(2, visitor.readToEnd().split("(?=HTTP/1\\.1 200 )", -1).length);
        }
    }
}
