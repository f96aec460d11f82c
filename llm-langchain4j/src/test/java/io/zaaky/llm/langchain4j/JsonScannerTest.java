package io.zaaky.llm.langchain4j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    private static JsonScanner scan(String json) {
        return scan(json.getBytes(UTF_8));
    }

    private static JsonScanner scan(byte[] json) {
        var scanner = new JsonScanner();
        scanner.reset(json, 0, json.length);
        return scanner;
    }

    /** The value of the top field {@code content}; empty if there is none. */
    private static String content(String json) {
        JsonScanner scanner = scan(json);
        String content = "";
        scanner.object();
        while (scanner.field()) {
            if (scanner.named("content".getBytes(UTF_8))) {
                content = scanner.string();
            } else {
                scanner.skip();
            }
        }
        scanner.end();
        return content;
    }

    @Test
    void aFieldIsFoundInItsOwnObjectOnly() {
        assertEquals(
                "right",
                content(
                        """
                        {"a":"\\"content\\":\\"wrong\\"","b":{"content":"wrong","c":[{"content":"wrong"}]},
                         "contents":"wrong","d":["content","wrong",{}], "content" : "right" , "e":[[],{}]}\
                        """));
    }

    @Test
    void aNameMayBeEscaped() {
        assertEquals("x", content("{\"c\\u006fntent\":\"x\"}"));
        assertEquals("", content("{\"content\\n\":\"x\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"plain\" | plain",
                "\"a\\\"b\\\\c\\/d\" | a\"b\\c/d",
                "\"\\u00e9\\u6F22\" | é漢",
                "\"\\ud83d\\ude00!\" | 😀!",
                "\"é漢😀👩‍👩‍👧\" | é漢😀👩‍👩‍👧",
                "\"a\\ud83dz\" | a\uFFFDz",
                "\"\\ude00\\ud83d\" | \uFFFD\uFFFD",
                "\"a\\u0000b\" | ab",
                "\"\" | ``",
                "\"\\\\\" | \\",
            })
    void stringsAreRead(String json, String text) {
        assertEquals(text, scan(json).string());
    }

    @Test
    void halvesOfAPairStayInAPiece() {
        assertEquals("\ude00a\ud83d", scan("\"\\ude00a\\ud83d\"").piece());
        assertEquals("ab😀", scan("\"a\\u0000b\\ud83d\\ude00\"").piece());
        assertEquals("plain", scan("\"plain\"").piece());
    }

    @Test
    void controlCharactersAreRead() {
        assertEquals("\n\r\t\b\f", scan("\"\\n\\r\\t\\b\\f\"").string());
        assertEquals("a\nb", scan("\"a\nb\"").string());
        assertEquals("ab", scan("\"a\0b\"").string());
    }

    @Test
    void badUtf8IsReplacedAtItsPlaceOnly() {
        assertEquals("é\uFFFDz", scan("\"Ã©ÿz\"".getBytes(ISO_8859_1)).string());
        assertEquals("a\uFFFD\uFFFDz", scan("\"aÀ\u0080z\"".getBytes(ISO_8859_1)).string());
        assertEquals("a\uFFFD", scan("\"aÃ\"".getBytes(ISO_8859_1)).string());
        assertEquals("\n\uFFFDé", scan("\"\\nÿÃ©\"".getBytes(ISO_8859_1)).string());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "17, 17",
        "5.0, 5",
        "1e2, 100",
        "-1, -1",
        "1e18, -1",
        "1.5, -1",
        "null, -1",
        "true, -1",
        "\"NaN\", -1",
        "{}, -1",
        "101, -1"
    })
    void countsAreWholeNumbersInTheirRange(String json, int count) {
        assertEquals(count, scan(json).count(100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":\"x",
                "{\"a\":\"x\\",
                "{\"content\":\"\\u12\"}",
                "{\"content\":\"\\x\"}",
                "{a:1}",
                "hello",
                "{\"a\":}",
                "{\"a\":1}}",
                "{\"content\":\"\\ug000\"}",
                "[1]",
                "{\"a\":<"
            })
    void whatIsNotJsonIsRefused(String junk) {
        assertThrows(MalformedJsonException.class, () -> content(junk));
    }

    @Test
    void deepJsonNeedsNoStack() {
        String deep = "[".repeat(200_000) + "]".repeat(200_000);
        assertEquals("x", content("{\"a\":" + deep + ",\"content\":\"x\"}"));
    }

    @Test
    void truthIsTold() {
        assertTrue(scan("true").isTrue());
        assertFalse(scan("false").isTrue());
        assertFalse(scan("\"true\"").isTrue());
    }
}
