package io.zaaky.llm.extractive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.Passage;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.PromptMessage;
import io.zaaky.spi.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a newcomer reads first. */
class AnswersTest {

    @Test
    void aRowOfATableIsASentence() {
        assertEquals(
                "Saturday, Office: 9:00–14:00 [1].",
                answer("When is the office open on Saturday?", HelpDesk.HOURS, HelpDesk.BERTHS));
    }

    @Test
    void aListKeepsTheLineThatIntroducesIt() {
        assertEquals(
                "A berth costs: up to 8 m: 18 € per night; 8 to 12 m: 26 € per night;"
                        + " over 12 m: 3 € per metre and night [1].",
                answer("How much does a berth cost?", HelpDesk.BERTHS, HelpDesk.FAQ));
    }

    @Test
    void aQuestionInTheDocumentIsAnsweredNotQuoted() {
        assertEquals(
                "Pets are welcome everywhere but in the showers [1]. Please keep them on a leash"
                        + " [1].",
                answer("Can I take my dog with me?", HelpDesk.FAQ, HelpDesk.RULES));
    }

    @Test
    void differentSpellingsOfAWordMeet() {
        assertEquals(
                "The network is called HarborGuest, and the password is printed on your berth slip"
                        + " [2].",
                answer("What is the wifi password?", HelpDesk.HOURS, HelpDesk.FAQ));
    }

    @Test
    void theNumberIsThatOfThePassageWhichIsQuoted() {
        assertEquals(
                "The speed limit within the harbour is 3 knots [3].",
                answer("What's the speed limit?", HelpDesk.HOURS, HelpDesk.BERTHS, HelpDesk.RULES));
    }

    @Test
    void sentencesThatAreCutByTheEdgeOfAPassageAreNotQuoted() {
        for (String question : List.of("VHF channel for vessels?", "enter under engine?")) {
            String answer = answer(question, HelpDesk.RULES);
            assertFalse(answer.contains("by the har"), answer);
            assertFalse(answer.contains("ter the harbour under"), answer);
        }
    }

    @Test
    void abbreviationsAndTimesDoNotEndASentence() {
        assertEquals(
                List.of(
                        "Ask Dr. Brown, e.g. on Dec. 24 at 4 p.m. Friday is free.",
                        "It costs 3.50 € approx. per day!",
                        "See www.harbor.example for more."),
                Sentences.split(
                        "Ask Dr. Brown, e.g. on Dec. 24 at 4 p.m. Friday is free. It costs 3.50 €"
                                + " approx. per day! See www.harbor.example for more."));
    }

    @Test
    void markupIsTakenOut() {
        String answer = answer("What is the emergency phone?", HelpDesk.HOURS);
        assertEquals(
                "Outside these hours, the harbour master answers the emergency phone:"
                        + " +49 431 555 0199 [1].",
                answer);
        assertFalse(answer("winter storage", HelpDesk.FAQ).matches(".*(\\*|\\]\\(|\\||#).*"));
    }

    @Test
    void whenNoWordOfTheQuestionOccursItSaysSoAndQuotesTheBestPassage() {
        String answer = answer("Quanto costa?", HelpDesk.HOURS, HelpDesk.FAQ);
        assertTrue(answer.startsWith("I found no direct answer, but this may help: "), answer);
        assertTrue(answer.contains("The harbour office is on Pier 3 [1]."), answer);
    }

    @Test
    void anAnswerIsOneToFourStatementsLong() {
        for (Passage passage :
                List.of(HelpDesk.HOURS, HelpDesk.BERTHS, HelpDesk.FAQ, HelpDesk.RULES)) {
            for (String question : List.of("harbour", "berth office dog", "When?", "?")) {
                String answer = answer(question, passage, HelpDesk.HOURS);
                int cited = answer.split("\\[\\d\\]", -1).length - 1;
                assertTrue(cited >= 1 && cited <= 4, answer);
            }
        }
    }

    @Test
    void withoutPassagesItSaysThatItHasNothing() {
        assertTrue(answer("Who won?").startsWith("I'm sorry, I found nothing about this"));
    }

    @Test
    void smallTalkIsAnsweredInKind() {
        assertEquals("Hello! What would you like to know?", smallTalk("hi there"));
        assertTrue(smallTalk("Thanks a lot!").startsWith("You're welcome!"));
        assertTrue(smallTalk("ok, bye").startsWith("Goodbye!"));
    }

    private static String smallTalk(String said) {
        return Composer.answer(new Prompt(messages(said), said, List.of(), true));
    }

    private static String answer(String question, Passage... passages) {
        return Composer.answer(new Prompt(messages(question), question, List.of(passages), false));
    }

    private static List<PromptMessage> messages(String question) {
        return List.of(new PromptMessage(Role.USER, question));
    }
}
