package io.zaaky.app.http;

import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What a provider may do to an answer, and how that must end. */
final class EndingsTable {
    private static final String UNAVAILABLE = "provider_unavailable";
    private static final String TIMEOUT = "provider_timeout";
    private static final String LIMITED = "provider_rate_limited";
    private static final String REJECTED = "provider_rejected";
    private static final String IMPATIENT = "first-token-timeout: 1s, idle-timeout: 1s";
    private static final Duration SOON = Duration.ofMillis(10);

    private EndingsTable() {}

    /**
     * One line of the table.
     *
     * @param end the finish reason of a {@code complete}, or the code of an {@code error}
     * @param state how the answer is stored
     * @param text what is said and stored; with {@code …} at its end, how that begins
     * @param llm settings of the model, as a part of a YAML mapping
     * @param nodes nodes of the chatbot, as a part of a YAML mapping
     */
    record Row(
            String name,
            StubScript script,
            String end,
            String state,
            String text,
            String llm,
            String nodes) {

        boolean completes() {
            return !state.equals("incomplete") && !state.equals("failed");
        }

        boolean isSaid(String what) {
            return text.endsWith("…")
                    ? what.startsWith(text.substring(0, text.length() - 1))
                    : what.equals(text);
        }

        Row llm(String more) {
            return new Row(name, script, end, state, text, more, nodes);
        }

        Row nodes(String more) {
            return new Row(name, script, end, state, text, llm, more);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> rows() {
        return Stream.of(good(), rough(), refusing(), beforeText(), stalls(), errors(), afterText())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> good() {
        return List.of(
                complete("stop", hello("stop"), "stop", "Hello"),
                complete("length", hello("length"), "length", "Hello"),
                complete("content filter", hello("content_filter"), "content_filter", "Hello"),
                complete("an unknown reason", hello("eos"), "stop", "Hello"),
                complete(
                        "the model declines",
                        script().frame(
                                        "{\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"I"
                                                + " can't.\"}}]}")
                                .finish("stop")
                                .usage(3, 1),
                        "refused",
                        "I can't."),
                complete("there are no documents", script(), "refused", "Nothing there.")
                        .nodes("answering: {when-none: refuse, refusal: Nothing there.}"));
    }

    /** Odd, but whole. */
    private static List<Row> rough() {
        return List.of(
                complete(
                        "a byte at a time",
                        script().atATime(1).tokens("é漢", "😀\n").finish("stop").usage(3, 1),
                        "stop",
                        "é漢😀\n"),
                complete(
                        "a character in two pieces",
                        script().tokens("a\ud83d", "\ude00").finish("stop").usage(3, 1),
                        "stop",
                        "a😀"),
                complete("half a character", tokens("a\ud83d").finish("stop"), "stop", "a\ufffd"),
                complete("bytes that are no text", noText().finish("stop"), "stop", "a\ufffdb"),
                complete("two finishes", hello("stop").finish("length"), "length", "Hello"),
                complete(
                        "text behind a finish",
                        hello("stop").tokens("!").finish("stop"),
                        "stop",
                        "Hello!"),
                complete(
                        "an end with the connection",
                        script().closeDelimited().tokens("Hello").finish("stop"),
                        "stop",
                        "Hello"),
                complete("FIN behind the finish", unfinished().cut(), "stop", "Hello"),
                complete("RST behind the finish", unfinished().reset(), "stop", "Hello"),
                complete("silence behind the finish", unfinished().hold(), "stop", "Hello"));
    }

    private static List<Row> refusing() {
        return List.of(
                failed("400", script().status(400).text(error("")), REJECTED),
                failed("401", script().status(401).text(error("")), REJECTED),
                failed("404", script().status(404), REJECTED),
                failed(
                        "429",
                        script().status(429).header("Retry-After", "600").text(error("")),
                        LIMITED),
                failed("500", script().status(500).text("sk-secret"), UNAVAILABLE),
                failed("503", script().status(503).header("Retry-After", "600"), UNAVAILABLE),
                failed("204", script().status(204), UNAVAILABLE),
                failed(
                        "a redirect",
                        script().status(307).header("Location", "http://127.0.0.1:1/"),
                        UNAVAILABLE),
                failed(
                        "a page",
                        script().header("Content-Type", "text/html").text("<html>Log in</html>"),
                        UNAVAILABLE),
                failed(
                        "an object",
                        script().header("Content-Type", "application/json").text("{\"a\":1}"),
                        UNAVAILABLE),
                failed(
                        "an object with an error",
                        script().header("Content-Type", "application/json")
                                .text(error(",\"code\":\"invalid_api_key\"")),
                        REJECTED),
                failed(
                        "a compressed answer",
                        hello("stop").header("Content-Encoding", "gzip"),
                        UNAVAILABLE),
                failed(
                        "a gigantic head",
                        hello("stop").header("X-Long", "x".repeat(100_000)),
                        UNAVAILABLE));
    }

    private static List<Row> beforeText() {
        return List.of(
                failed("FIN before the head", hello("stop").cutAfter(0), UNAVAILABLE),
                failed("RST before the head", hello("stop").resetAfter(0), UNAVAILABLE),
                failed("FIN in the head", hello("stop").cutAfter(20), UNAVAILABLE),
                failed("RST in the head", hello("stop").resetAfter(20), UNAVAILABLE),
                failed("FIN behind the head", script().cut(), UNAVAILABLE),
                failed("RST behind the head", script().reset(), UNAVAILABLE),
                failed("FIN in the first token", script().text("data: {\"ch").cut(), UNAVAILABLE),
                failed("RST in the first token", script().text("data: {\"ch").reset(), UNAVAILABLE),
                failed("an end without anything", script(), UNAVAILABLE),
                failed("an end without a text", script().finish("stop"), UNAVAILABLE),
                failed("an empty text", tokens("", "").finish("stop"), UNAVAILABLE),
                failed("a gigantic line", script().text(line(5 << 20)), UNAVAILABLE),
                failed("a chunk that is none", badChunk(""), UNAVAILABLE));
    }

    private static List<Row> stalls() {
        return impatient(
                failed("silence before the head", hello("stop").holdAfter(0), TIMEOUT),
                failed("silence in the head", hello("stop").holdAfter(20), TIMEOUT),
                failed("silence behind the head", script().hold(), TIMEOUT),
                failed("silence in the first token", script().text("data: {\"c").hold(), TIMEOUT),
                failed("comments without end", script().endless(": ping\n\n", SOON), TIMEOUT),
                failed("empty tokens without end", script().endlessTokens("", SOON), TIMEOUT),
                broken("silence between tokens", tokens("Hel").hold(), TIMEOUT, "Hel"),
                broken("silence in a token", tokens("Hel").text("data: {").hold(), TIMEOUT, "Hel"),
                broken("silence in a character", halfCharacter().hold(), TIMEOUT, "Hel"));
    }

    private static List<Row> errors() {
        return List.of(
                failed("an error first", script().frame(error("")), UNAVAILABLE),
                failed("a limit first", script().frame(error(",\"code\":429")), LIMITED),
                failed(
                        "a word of error first",
                        script().frame("{\"error\":\"sk-secret\"}"),
                        UNAVAILABLE),
                failed(
                        "an event of error first",
                        script().text("event: error\ndata: {\"message\":\"sk-secret\"}\n\n"),
                        UNAVAILABLE),
                failed(
                        "a wrong key first",
                        script().frame(error(",\"code\":\"invalid_api_key\"")),
                        REJECTED),
                broken(
                        "an error between tokens",
                        tokens("Hel").frame(error(",\"code\":500")).tokens("lo").finish("stop"),
                        UNAVAILABLE,
                        "Hel"),
                broken(
                        "a limit between tokens",
                        tokens("Hel").frame(error(",\"type\":\"rate_limit_error\"")),
                        LIMITED,
                        "Hel"),
                broken(
                        "an error behind the finish",
                        tokens("Hello").finish("stop").frame(error("")),
                        UNAVAILABLE,
                        "Hello"),
                broken(
                        "an error for a finish",
                        tokens("Hel").finish("error").usage(3, 1),
                        UNAVAILABLE,
                        "Hel"));
    }

    private static List<Row> afterText() {
        return List.of(
                broken("FIN between tokens", tokens("Hel").cut(), UNAVAILABLE, "Hel"),
                broken("RST between tokens", tokens("Hel").reset(), UNAVAILABLE, "Hel"),
                broken(
                        "FIN in a token",
                        tokens("Hel").text("data: {\"c").cut(),
                        UNAVAILABLE,
                        "Hel"),
                broken("RST in a token", tokens("Hel").text("data: {").reset(), UNAVAILABLE, "Hel"),
                broken("FIN in a character", halfCharacter().cut(), UNAVAILABLE, "Hel"),
                broken("RST in a character", halfCharacter().reset(), UNAVAILABLE, "Hel"),
                broken(
                        "an end with the connection, unfinished",
                        tokens("Hel").closeDelimited(),
                        UNAVAILABLE,
                        "Hel"),
                broken("an end without a finish", tokens("Hel"), UNAVAILABLE, "Hel"),
                broken(
                        "an end by its word only",
                        tokens("Hel").frame("[DONE]"),
                        UNAVAILABLE,
                        "Hel"),
                broken("junk", tokens("Hel").frame("}{ what?"), UNAVAILABLE, "Hel"),
                broken("a later chunk that is none", badChunk(hel()), UNAVAILABLE, "Hel"),
                broken(
                        "a gigantic line later",
                        tokens("Hel").text(line(5 << 20)),
                        UNAVAILABLE,
                        "Hel"),
                broken(
                        "a line without end",
                        tokens("Hel").endless("x".repeat(10_000)),
                        UNAVAILABLE,
                        "Hel"),
                complete(
                        "text without end",
                        script().endlessTokens("x".repeat(100_000), Duration.ZERO),
                        "length",
                        "xxx…"),
                broken(
                                "tokens without end",
                                script().endlessTokens("drip ", SOON),
                                TIMEOUT,
                                "drip …")
                        .llm("total-timeout: 1s"));
    }

    private static Row complete(String name, StubScript script, String finish, String text) {
        String state = finish.equals("stop") ? "complete" : finish;
        return new Row(name, script, finish, state, text, "", "");
    }

    /** Without any text. */
    private static Row failed(String name, StubScript script, String code) {
        return new Row(name, script, code, "failed", "", "", "");
    }

    /** After some text. */
    private static Row broken(String name, StubScript script, String code, String text) {
        return new Row(name, script, code, "incomplete", text, "", "");
    }

    private static List<Row> impatient(Row... rows) {
        return Arrays.stream(rows).map(row -> row.llm(IMPATIENT)).toList();
    }

    private static StubScript script() {
        return StubUpstream.openAi();
    }

    private static StubScript tokens(String... pieces) {
        return script().tokens(pieces);
    }

    private static StubScript unfinished() {
        return tokens("Hel", "lo").finish("stop");
    }

    /** Ends with a reason, but not with the stream's own end. */
    private static StubScript hello(String reason) {
        return tokens("Hel", "lo").finish(reason);
    }

    private static String error(String more) {
        return "{\"error\":{\"message\":\"sk-secret\"" + more + "}}";
    }

    private static String line(int length) {
        return "data: " + "x".repeat(length) + "\n\n";
    }

    private static String hel() {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n";
    }

    /** A token, and the first two bytes of the four of another one's only character. */
    private static StubScript halfCharacter() {
        byte[] start =
                "data: {\"choices\":[{\"delta\":{\"content\":\"".getBytes(StandardCharsets.UTF_8);
        byte[] half = Arrays.copyOf(start, start.length + 2);
        System.arraycopy("😀".getBytes(StandardCharsets.UTF_8), 0, half, start.length, 2);
        return tokens("Hel").bytes(half);
    }

    /** A NUL, and a byte that UTF-8 does not know. */
    private static StubScript noText() {
        return script().bytes(
                        "data: {\"choices\":[{\"delta\":{\"content\":\"a\\u0000\u00ffb\"}}]}\n\n"
                                .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Text in a proper chunk, and then something where the size of a chunk should be. */
    private static StubScript badChunk(String text) {
        String chunk =
                text.isEmpty() ? "" : Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
        return script().closeDelimited()
                .header("Transfer-Encoding", "chunked")
                .text(chunk + "zz\r\n");
    }
}
