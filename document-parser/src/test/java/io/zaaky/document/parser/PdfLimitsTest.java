package io.zaaky.document.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Small PDF files whose pages are a lot of work. */
@Tag("ING-23")
final class PdfLimitsTest {
    private static final String TOO_MUCH =
            "Its pages draw more than is taken, or the same thing too often.";
    private static final String TOO_DEEP = "Its parts are nested too deeply to be read.";
    private static final String WORDS = "BT /F 12 Tf 72 500 Td (words) Tj ET ";
    private static final String X = "/XObject<</X 5 0 R>>";

    /** The text, or why there is none. The time is only there for what would never end. */
    private static String outcome(byte[] pdf, Limits limits) {
        return assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> {
                    try {
                        return Read.all(
                                        DocumentReading.read(
                                                "id",
                                                pdf,
                                                MediaKind.DOCUMENT,
                                                Given.NOTHING,
                                                limits))
                                .strip();
                    } catch (Refusal e) {
                        return String.valueOf(e.getMessage());
                    }
                });
    }

    private static String outcome(byte[] pdf) {
        return outcome(pdf, Read.LIMITS);
    }

    private static void assertReads(String words, String outcome) {
        assertTrue(outcome.contains(words), outcome);
    }

    private static String page(String content) {
        return outcome(Samples.page(content, "", ""));
    }

    /** As {@link Read#LIMITS}, but for what draws pages. */
    private static Limits drawing(int operators, int forms) {
        return new Limits(10_000, 100, 100, 10, 100, 100, 10, 10, operators, forms);
    }

    /** Each of eight forms draws the next one twelve times: 430 million, all in 2.5 KB. */
    @Test
    void formsThatDrawFormsThatDrawFormsAreCounted() {
        assertEquals(TOO_MUCH, outcome(Samples.nestedForms(8, 12)));
        assertEquals(TOO_MUCH, outcome(Samples.nestedGroups(8, 12)));
    }

    @Test
    void aFormIsCountedEachTimeThatItIsDrawnAndForMoreWithinOthers() {
        String form = Samples.form(5, "", WORDS);
        assertEquals("words", outcome(Samples.page("/X Do ".repeat(6), X, form), drawing(99, 6)));
        assertEquals(TOO_MUCH, outcome(Samples.page("/X Do ".repeat(7), X, form), drawing(99, 6)));
        assertReads("deep", outcome(Samples.nestedForms(3, 1), drawing(99, 6)));
        assertEquals(TOO_MUCH, outcome(Samples.nestedForms(3, 1), drawing(99, 5)));
    }

    @Test
    void formsLieInOneAnotherTwentyDeepAndNotDeeper() {
        assertReads("deep", outcome(Samples.nestedForms(20, 1)));
        assertEquals(TOO_DEEP, outcome(Samples.nestedForms(21, 1)));
        assertReads("deep", outcome(Samples.nestedGroups(20, 1)));
        assertEquals(TOO_DEEP, outcome(Samples.nestedGroups(21, 1)));
    }

    @Test
    void aFormThatDrawsItselfIsRefused() {
        String self = Samples.form(5, "/Resources<<" + X + ">>", "/X Do");
        assertEquals(TOO_DEEP, outcome(Samples.page("/X Do " + WORDS, X, self)));
    }

    /** What breaks off in a form does not count as a level of the next one. */
    @Test
    void damagedFormsBesideEachOtherAreNotDeep() {
        String damaged = Samples.form(5, "", "BI BI");
        assertEquals("words", outcome(Samples.page("/X Do ".repeat(30) + WORDS, X, damaged)));
    }

    @Test
    void operatorsAreCounted() {
        Limits thousand = drawing(1_000, 10);
        byte[] many = Samples.page("0 0 m ".repeat(990) + WORDS, "", "");
        byte[] tooMany = Samples.page("0 0 m ".repeat(1_000) + WORDS, "", "");
        assertEquals("words", outcome(many, thousand));
        assertEquals(TOO_MUCH, outcome(tooMany, thousand));
    }

    @Test
    void whatFailsCountsForMore() {
        Limits thousand = drawing(1_000, 10);
        for (String failing : new String[] {"Do ", "Q "}) {
            byte[] few = Samples.page(failing.repeat(20) + WORDS, "", "");
            byte[] many = Samples.page(failing.repeat(100) + WORDS, "", "");
            assertEquals("words", outcome(few, thousand), failing);
            assertEquals(TOO_MUCH, outcome(many, thousand), failing);
        }
    }

    /** Two megabytes a time, in two kilobytes. */
    @Test
    void bytesAreCountedEachTimeThatTheyAreDrawn() {
        String form = Samples.packedForm(5, " ".repeat(2 << 20) + WORDS);
        assertEquals("words", outcome(Samples.page("/X Do", X, form)));
        assertEquals(TOO_MUCH, outcome(Samples.page("/X Do ".repeat(101), X, form)));
    }

    @Test
    void anOperatorWithMoreOperandsThanFitIsRefused() {
        String form = Samples.packedForm(5, "[] ".repeat(2 << 20) + WORDS);
        assertEquals(TOO_MUCH, outcome(Samples.page("/X Do " + WORDS, X, form)));
    }

    /** A glyph that tells its own width is read for each letter. */
    @Test
    void glyphsThatAreUnpackedForEachLetterAreCounted() {
        String large = " ".repeat(1 << 20) + "500 0 d0";
        assertReads("aaaa", type3("aaaa", "/Widths[500]", large));
        assertReads("aaaa", type3("aaaa", "", large));
        assertEquals(TOO_MUCH, type3("a".repeat(300), "", large));
        assertEquals(TOO_MUCH, type3("a", "/Widths[500]", " ".repeat(5 << 20) + "500 0 d0"));
    }

    @Test
    void aGlyphThatDrawsItselfIsNotDrawn() {
        String self = "500 0 d0 BT /T 12 Tf (aa) Tj ET";
        assertEquals("aaaa", type3("aaaa", "/Widths[500]", self));
    }

    private static String type3(String text, String entries, String glyph) {
        String font =
                "9 0 obj <</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]"
                        + "/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97/LastChar 97"
                        + "/Encoding<</Differences[97/a]>>/CharProcs<</a 10 0 R>>"
                        + "/Resources<</Font<</T 9 0 R>>>>"
                        + entries
                        + ">> endobj\n";
        String objects = font + Samples.packed(10, "", glyph);
        String content = "BT /T 12 Tf 72 500 Td (" + text + ") Tj ET ";
        return outcome(Samples.page(content, "", objects));
    }

    @Test
    void statesThatNeverComeBackAreRefusedAndMarksThatNeverEndAreLeftOut() {
        assertEquals("words", page("q ".repeat(9_000) + WORDS));
        assertEquals(TOO_DEEP, page("q ".repeat(11_000) + WORDS));
        assertEquals("words", page("/A BMC ".repeat(50_000) + WORDS));
        String ended = "/A BMC ".repeat(50_000) + "EMC ".repeat(50_000);
        String replaced = "/Span <</ActualText (read instead)>> BDC " + WORDS + "EMC ";
        assertEquals("read instead", page(ended + replaced));
    }

    @Test
    void aPageOfMoreLettersThanFitIsRefused() {
        String most = "A page of it has more letters than are taken: at most 200000.";
        String content = "BT /F 12 Tf 72 500 Td (" + "a".repeat(200_001) + ") Tj ET ";
        assertEquals(most, page(content));
    }

    /** As books and drawings do: all of it is counted, and it is far from the limits. */
    @Test
    void whatDrawsALotAndSaysLittleIsRead() {
        assertEquals("words", page("10 20 m 30 40 l S ".repeat(100_000) + WORDS));
        String logo = Samples.packedForm(5, "0 0 m 1 1 l S ".repeat(20));
        assertEquals("words", outcome(Samples.page("/X Do ".repeat(5_000) + WORDS, X, logo)));
    }
}
