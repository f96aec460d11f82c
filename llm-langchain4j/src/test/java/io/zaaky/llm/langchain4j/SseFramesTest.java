package io.zaaky.llm.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseFramesTest {
    /** All that the grammar knows, with a mark for the end of a line. */
    private static final String ALL =
            "\uFEFFdata: one|"
                    + ": a comment|event: message|id: 7|retry: 10|strange: x|strange|"
                    + "|"
                    + "data:two|"
                    + "|"
                    + "data:  three|"
                    + "|"
                    + "data: four|data: and five|data|"
                    + "|"
                    + ":|"
                    + "||"
                    + "data|"
                    + "|"
                    + "data: {\"é\":\"漢😀\"}|"
                    + "|"
                    + "data: the end||";

    private static final List<String> EVENTS =
            List.of("one", "two", " three", "four\nand five\n", "{\"é\":\"漢😀\"}", "the end");

    private static List<String> read(InputStream in) throws IOException {
        var frames = new SseFrames(in);
        List<String> all = new ArrayList<>();
        while (frames.next()) {
            all.add(new String(frames.bytes(), 0, frames.length(), UTF_8));
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    @Tag("UP-01")
    @Tag("UP-02")
    @Tag("UP-03")
    void everyEndOfALineAndEveryCutGiveTheSameEvents(String end) throws IOException {
        byte[] bytes = ALL.replace("|", end).getBytes(UTF_8);
        assertEquals(EVENTS, read(new ByteArrayInputStream(bytes)));
        assertEquals(EVENTS, read(Pieces.single(bytes)), "byte by byte");
        for (int i = 1; i < bytes.length; i++) {
            assertEquals(EVENTS, read(Pieces.cutAt(bytes, i)), "cut at " + i);
            assertEquals(EVENTS, read(Pieces.random(bytes, i)), "random pieces, seed " + i);
        }
    }

    @Test
    @Tag("UP-02")
    void endsOfLinesMayBeMixed() throws IOException {
        byte[] bytes = "data: a\r\ndata: b\rdata: c\n\r\ndata: d\n\ndata: e\r\r".getBytes(UTF_8);
        for (int i = 1; i < bytes.length; i++) {
            assertEquals(List.of("a\nb\nc", "d", "e"), read(Pieces.cutAt(bytes, i)), "cut " + i);
        }
    }

    @Test
    @Tag("UP-03")
    void theMarkCountsAtTheBeginningOnly() throws IOException {
        byte[] bytes = "data: a\n\n\uFEFFdata: b\n\ndata: c\n\n".getBytes(UTF_8);
        assertEquals(List.of("a", "c"), read(new ByteArrayInputStream(bytes)));
    }

    @Test
    @Tag("UP-03")
    void aLastEventWithoutItsEmptyLineIsHandedOutAsCut() throws IOException {
        var frames = new SseFrames(new ByteArrayInputStream("data: a\n\ndata: b".getBytes(UTF_8)));
        assertTrue(frames.next());
        assertTrue(frames.whole());
        assertTrue(frames.next());
        assertFalse(frames.whole());
        assertEquals("b", new String(frames.bytes(), 0, frames.length(), UTF_8));
        assertFalse(frames.next());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"event: error\ndata: x\n\n", "error: x\n\n", "event:error\ndata: x\n\n"})
    void anEventOfTheTypeErrorIsSeen(String text) throws IOException {
        var frames =
                new SseFrames(new ByteArrayInputStream((text + "data: y\n\n").getBytes(UTF_8)));
        assertTrue(frames.next());
        assertTrue(frames.error());
        assertTrue(frames.next());
        assertFalse(frames.error(), "the type is for one event");
    }

    @Test
    @Tag("UP-10")
    void aLineThatIsTooLongIsRefused() {
        byte[] line = ("data: " + "x".repeat(3 << 20)).getBytes(UTF_8);
        var frames = new SseFrames(new ByteArrayInputStream(line));
        assertThrows(ProtocolException.class, frames::next);
    }

    @Test
    @Tag("UP-10")
    void anEventOfManyLinesThatIsTooLongIsRefused() {
        byte[] lines = ("data: " + "x".repeat(1000) + "\n").repeat(3000).getBytes(UTF_8);
        var frames = new SseFrames(new ByteArrayInputStream(lines));
        assertThrows(ProtocolException.class, frames::next);
    }

    @Test
    void anEventOfHalfAMebibyteIsRead() throws IOException {
        String text = "é".repeat(1 << 18);
        assertEquals(
                List.of(text, "b"),
                read(
                        new ByteArrayInputStream(
                                ("data: " + text + "\n\ndata: b\n\n").getBytes(UTF_8))));
    }
}
