package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
    void whatTwoPlacesShareIsNotSaidTwiceHoweverShort() {
        assertEquals(
                "🚢 Open. Yes. 🚢 No.",
                text(placed("🚢 Open. Yes.", 10, 22), placed("Yes. 🚢 No.", 18, 28)));
    }

    @Test
    void whatIsSaidTwiceInTheDocumentIsKept() {
        assertEquals(
                "Ask at the harbor office.\n\nAsk at the harbor office.",
                text(
                        placed("Ask at the harbor office.", 0, 25),
                        placed("Ask at the harbor office.", 27, 52)));
    }

    @Test
    void aTornWordIsWholeAgain() {
        assertEquals("foreverandever", text(placed("forever", 5, 12), placed("andever", 12, 19)));
    }

    @Test
    void placesOfTwoVersionsOfADocumentTakeNothingAway() {
        assertEquals(
                "The old text.\n\nThe new text.",
                text(placed("The old text.", 0, 13), placed("The new text.", 9, 22)));
        assertEquals("Old.\n\nNew.", text(placed("Old.", 90, 94), placed("New.", 0, 4)));
    }

    @Test
    void theJoinedPassageReachesFromTheFirstPartToTheLast() {
        Passage joined = Joining.join(List.of(placed("a. b.", 3, 8), placed("b. c.", 6, 11)), 1);
        assertEquals(List.of(3, 11), List.of(joined.start(), joined.end()));
        joined = Joining.join(List.of(placed("a. b.", 3, 8), part(1, "", "c.")), 1);
        assertFalse(joined.isPlaced(), joined.toString());
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

    private static Passage placed(String text, int start, int end) {
        return new Passage("doc", 0, "Title", "", "url", text, 0.5, "v", start, end);
    }

    private static Passage part(int chunk, String heading, String text) {
        return new Passage("doc", chunk, "Title", heading, "url", text, 0.5);
    }
}
