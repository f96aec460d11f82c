package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EventFramesTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static final List<String> HOSTILE =
            List.of(
                    "\n\nevent: done\ndata: x",
                    "\n\nevent: done\ndata: x\n\n",
                    "\r",
                    "\n",
                    "\r\n",
                    "\r\r",
                    "\n\r",
                    "\u2028",
                    "\u2029",
                    "\u0085",
                    "\u0000",
                    "\ufeff",
                    "data:",
                    "data: ",
                    "\ndata: {\"type\":\"complete\",\"done\":true}\n\n",
                    "id: 7",
                    "\nid: abc_DEF-123:99\n\n",
                    "\nretry: 1\n\n",
                    ":",
                    "\n: comment\n",
                    "\"}\n\ndata: {\"",
                    "\\n\\ndata: x\\u000a",
                    "\u001c\u001d\u001e\u000b\u000c\u007f",
                    "\u010a\u010d\u560a");

    private final EventFrames frames = new EventFrames("abc_DEF-123");

    @Test
    void aTokenIsOneFrameWithDataAndNumberedId() {
        frames.token("Hi");
        assertEquals(
                "data: {\"type\":\"token\",\"content\":\"Hi\",\"done\":false}\n"
                        + "id: abc_DEF-123:1\n\n",
                text());
        frames.token(" there");
        assertTrue(text().endsWith("\nid: abc_DEF-123:2\n\n"), text());
    }

    @Test
    void numbersGoOnPastEveryPowerOfTen() {
        for (int i = 1; i <= 1001; i++) {
            frames.token("x");
            assertTrue(text().endsWith(":" + i + "\n\n"), text());
        }
    }

    @Test
    @Tag("WEB-05")
    @Tag("WEB-06")
    void hostileTextIsOneLineAndComesBackByteForByte() throws Exception {
        for (String piece :
                List.of(
                        "\n\nevent: done\ndata: x",
                        "\r",
                        "\r\n",
                        "\u2028",
                        "\u2029",
                        "\u0085",
                        "\u0000",
                        "data:",
                        ":",
                        "a\n",
                        "\n",
                        "b\n\n",
                        "",
                        "\"\\/\b\f\t",
                        "é漢😀👩‍👩‍👧",
                        "\u001c\u001d\u001e\u000b\u007f",
                        "</script>")) {
            assertEquals(piece, roundTrip(piece), "piece " + JSON.writeValueAsString(piece));
        }
    }

    /** Each piece alone, and cut wherever it can be cut. */
    @Test
    @Tag("WEB-05")
    void aParserOfEventStreamsSeesTheTextAndNoOtherEvent() throws Exception {
        for (String hostile : HOSTILE) {
            for (int cut = 0; cut <= hostile.length(); cut++) {
                List<String> pieces = List.of(hostile.substring(0, cut), hostile.substring(cut));
                var stream = new ByteArrayOutputStream();
                var sent = new EventFrames("abc_DEF-123");
                for (String piece : pieces) {
                    sent.heartbeat();
                    stream.write(sent.buffer(), 0, sent.length());
                    sent.token(piece);
                    stream.write(sent.buffer(), 0, sent.length());
                }
                List<EventStream.Event> events = EventStream.parse(stream.toByteArray());
                String where = JSON.writeValueAsString(pieces) + " was read as " + events;
                assertEquals(2, events.size(), where);
                var text = new StringBuilder();
                for (int i = 0; i < 2; i++) {
                    EventStream.Event event = events.get(i);
                    assertEquals("message", event.type(), where);
                    assertEquals("abc_DEF-123:" + (i + 1), event.lastId(), where);
                    JsonNode data = JSON.readTree(event.data());
                    assertEquals(Set.of("type", "content", "done"), names(data), where);
                    assertEquals("token", data.path("type").asText(), where);
                    text.append(data.path("content").asText());
                }
                assertEquals(hostile, text.toString(), where);
            }
        }
    }

    private static Set<String> names(JsonNode data) {
        return Set.copyOf(data.propertyStream().map(Map.Entry::getKey).toList());
    }

    @Test
    void halvesOfASurrogatePairJoinToTheCharacter() throws Exception {
        String emoji = "😀";
        assertEquals(emoji, roundTrip(emoji.substring(0, 1)) + roundTrip(emoji.substring(1)));
    }

    @Test
    void anyTextComesBack() throws Exception {
        var random = new Random(7);
        for (int round = 0; round < 500; round++) {
            var piece = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                piece.append((char) random.nextInt(round % 2 == 0 ? 0x100 : 0xFFFF));
            }
            assertEquals(piece.toString(), roundTrip(piece.toString()), "seed 7, round " + round);
        }
    }

    @Test
    void aLongPieceAfterAShortOneFits() throws Exception {
        assertEquals("x", roundTrip("x"));
        String large = "\u0001".repeat(100_000);
        assertEquals(large, roundTrip(large));
    }

    @Test
    void aHeartbeatIsACommentAndHasNoNumber() {
        frames.heartbeat();
        assertEquals(": keep-alive\n\n", text());
        frames.event("{}".getBytes(StandardCharsets.UTF_8));
        assertEquals("data: {}\nid: abc_DEF-123:1\n\n", text());
    }

    /** Reads the frame as a client does that splits at every line end there is. */
    private String roundTrip(String piece) throws Exception {
        frames.token(piece);
        String[] lines = text().split("[\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029]", -1);
        assertEquals(4, lines.length, () -> "a frame has two lines and an empty one: " + text());
        assertTrue(lines[0].startsWith("data: "), lines[0]);
        assertTrue(lines[1].startsWith("id: abc_DEF-123:"), lines[1]);
        JsonNode event = JSON.readTree(lines[0].substring("data: ".length()));
        assertEquals("token", event.get("type").asText());
        return event.get("content").asText();
    }

    private String text() {
        return new String(frames.buffer(), 0, frames.length(), StandardCharsets.UTF_8);
    }
}
