package io.zaaky.llm.extractive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Passage;
import io.zaaky.spi.Prompt;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    private static final String LAST = "When does the last ferry leave Alder Island on weekdays?";

    @Test
    void aHeadingHelpsToFindButIsNotQuoted() {
        assertEquals(
                "Dogs travel free of charge on all ferries [1].",
                answer("Can I take my dog and luggage?", Ferries.DOGS)
                        .replace(" Guide dogs may go everywhere [1].", ""));
        String answer = answer("Where can I buy tickets?", Ferries.DOGS);
        assertTrue(answer.startsWith("At the four ticket machines on Pier 4"), answer);
    }

    @Test
    void ofATableOnlyTheRowAndTheColumnThatAreAskedForAreQuoted() {
        assertEquals(
                "Child aged 6 to 15, Route 1, Alder Island: $3.00 single, $5.00 return [1].",
                answer("How much is a return ticket to Alder Island for a child?", Ferries.FARES));
        assertEquals(
                "Bicycle: Route 1, Alder Island $2.00 single, $3.00 return;"
                        + " Route 2, Fennick $1.00 single, $2.00 return [1].",
                answer("What does a bicycle cost?", Ferries.FARES));
    }

    @Test
    void ofASeriesOnlyThePartThatIsAskedForIsQuoted() {
        String answer = answer(LAST, Ferries.TIMETABLE, Ferries.DOGS);
        assertEquals(
                "In summer the last ferry from Alder Island leaves at 22:10 from Monday to Friday"
                        + " [1]. In winter the last ferry from Alder Island leaves at 20:10 from"
                        + " Monday to Friday [1].",
                answer);
    }

    @Test
    void aFollowUpIsAnsweredFirstAndNotWithTheSameTextAgain() {
        String sundays = answer(LAST + " And on Sundays?", Ferries.TIMETABLE, Ferries.DOGS);
        assertTrue(
                sundays.startsWith(
                        "In summer the last ferry from Alder Island leaves at 21:40 on Sundays"
                                + " [1]."),
                sundays);
        assertFalse(sundays.contains("22:10"), sundays);
        String winter =
                answer(LAST + " And on Sundays? And on Saturdays in winter?", Ferries.TIMETABLE);
        assertTrue(winter.startsWith("In winter the last ferry"), winter);
    }

    @Test
    void aLineWithAColonSaysSomethingItself() {
        assertEquals("Sunday: closed [1].", answer("Are you open on Sunday?", Ferries.DOGS));
    }

    @Test
    void aSpanHoldsTheMonthsAndDaysBetweenItsEnds() {
        assertEquals(
                "from 1 june to 31 august july", Calendar.spelledOut("from 1 june to 31 august"));
        assertTrue(Calendar.spelledOut("october to may").endsWith(" march april"));
        assertTrue(Words.stems("Monday to Friday").contains(Words.stem("wednesday")));
        assertEquals("from 17 to 19 july", Calendar.spelledOut("from 17 to 19 july"));
    }

    @Test
    void aSentenceThatIsNoSeriesStaysWhole() {
        for (String sentence :
                List.of(
                        "The starts are at 11:00 each day.",
                        "It is open at 9:00, at least in summer, and the bar opens at 10:00.",
                        "Nothing here has a number.")) {
            assertEquals(List.of(), Series.of(sentence).parts(), sentence);
        }
    }

    private static String answer(String question, Passage... passages) {
        return Composer.answer(new Prompt(List.of(), question, List.of(passages), false));
    }
}
