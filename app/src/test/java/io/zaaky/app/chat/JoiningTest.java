package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.spi.Passage;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoiningTest {

    @Test
    void whatTwoPartsShareIsNotSaidTwice() {
        assertEquals(
                "One two three four five six seven.",
                text(
                        part(0, "", "One two three four five"),
                        part(1, "", "three four five six seven.")));
    }

    @Test
    void aWordThatHappensToBeTheSameIsKept() {
        assertEquals(
                "I see the\n\nthe sea.", text(part(0, "", "I see the"), part(1, "", "the sea.")));
    }

    @Test
    void aNewHeadingIsToldAndTheOldOneNotAgain() {
        assertEquals(
                "From nine.\n\nUntil six.\n\nSundays\nClosed.",
                text(
                        part(0, "Hours > Weekdays", "From nine."),
                        part(1, "Hours > Weekdays", "Until six."),
                        part(2, "Hours > Sundays", "Closed.")));
    }

    @Test
    void theFirstPartSaysWhereItIs() {
        Passage joined = Joining.join(List.of(part(3, "A", "x"), part(4, "B", "y")), 0.4);
        assertEquals(new Passage("doc", 3, "Title", "A", "url", "x\n\nB\ny", 0.4), joined);
    }

    private static String text(Passage... parts) {
        return Joining.join(List.of(parts), 1).text();
    }

    private static Passage part(int chunk, String heading, String text) {
        return new Passage("doc", chunk, "Title", heading, "url", text, 0.5);
    }
}
