package io.zaaky.document.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zaaky.spi.Document;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentReadingTest {

    @Test
    void frontMatterGivesTitleAndAddressAndIsNotIndexed() {
        Document read =
                Read.markdown(
                        """
                        ---
                        title: "Berths & moorings"
                        url: https://harbor.example/berths
                        tags:
                          - secret
                        ---
                        # Berths

                        A berth costs 12 euros.
                        """);
        assertEquals("Berths & moorings", read.title());
        assertEquals("https://harbor.example/berths", read.url());
        assertEquals("Berths\nA berth costs 12 euros.", Read.all(read));
    }

    @Test
    void twoRulesWithTextBetweenThemAreNoFrontMatter() {
        Document read = Read.markdown("---\nNot a key, but text.\n\n---\nMore.");
        assertEquals("\nNot a key, but text.\n\nMore.", Read.all(read));
    }

    @Test
    void anAddressThatIsNoWebAddressIsNotTaken() {
        for (String url :
                List.of("javascript:alert(1)", "/berths", "file:///etc/passwd", "https://")) {
            assertEquals("", Read.markdown("---\nurl: " + url + "\n---\nText.").url(), url);
        }
    }

    @Test
    void whatIsGivenFromOutsideWins() {
        Document read =
                DocumentReading.read(
                        "a",
                        "---\ntitle: In\nurl: https://in.example/\n---\nText"
                                .getBytes(StandardCharsets.UTF_8),
                        MediaKind.MARKDOWN,
                        new Given("Out", "https://out.example/", ""),
                        Read.LIMITS);
        assertEquals("Out https://out.example/", read.title() + " " + read.url());
    }

    @Test
    void theFirstHeadingIsTheTitleAndNotRepeatedInEachPath() {
        String section = "Some words about it here, and then some more of them. ".repeat(12);
        Document read =
                Read.markdown("# Fees\n\n## Boats\n\n" + section + "\n\n## Cars\n\n" + section);
        assertEquals("Fees", read.title());
        assertEquals(List.of("Boats", "Cars"), Read.headings(read));
    }

    @Test
    void aFileWithoutTitleIsCalledByItsName() {
        assertEquals("Some file", Read.markdown("Just text.").title());
    }

    @Test
    void aTitleThatAProgramHasPutThereIsNone() {
        for (String title :
                List.of(
                        "(anonymous)",
                        "untitled",
                        "Untitled Document",
                        "Untitled 1",
                        "Presentation1",
                        "PowerPoint Presentation",
                        "Microsoft Word - Document2.docx")) {
            assertEquals("Fees", html(title, "<h1>Fees</h1>"), title);
            assertEquals("Some file", html(title, ""), title);
        }
        assertEquals("Fees 2026.v2", html("Microsoft Word - Fees 2026.v2.docx", ""));
        for (String title : List.of("Document", "Book of fees", "Untitled works of J. Moor")) {
            assertEquals(title, html(title, ""));
        }
    }

    private static String html(String title, String heading) {
        return Read.html("<title>" + title + "</title>" + heading + "<p>Some words.</p>").title();
    }

    @Test
    void markdownMarksGoAndWordsStay() {
        Document read =
                Read.markdown(
                        """
                        Call **now** or [write to us](mailto:desk@harbor.example) at `pier 4`,
                        see [the map](https://harbor.example/map) ![pier seen from above](a.png).

                        > Quoted *words*.

                        1. First
                        2. Second
                           - inner
                        """);
        assertEquals(
                """

                Call now or write to us (desk@harbor.example) at pier 4, see the map pier seen from above.

                Quoted words.

                1. First
                2. Second
                  - inner\
                """,
                Read.all(read));
    }

    @Test
    void aTableRowIsALineThatCanBeUnderstoodAlone() {
        Document read =
                Read.markdown("| Day | Opens |\n|---|---|\n| Sunday | 10:00 |\n| Monday | |\n");
        assertEquals("\nDay: Sunday; Opens: 10:00\nDay: Monday", Read.all(read));
    }

    @Test
    void cellsThatSpanRowsAndColumnsAreReadInEachOfThem() {
        Document read =
                Read.html(
                        """
                        <table><caption>Fares</caption>
                        <tr><th rowspan=2>Route<th colspan=2>Price</tr><tr><th>adult<th>child</tr>
                        <tr><td rowspan=2>North<td>4<td>2</tr><tr><td>5<td>3</tr></table>
                        """);
        assertEquals(
                """

                Fares

                Route: North; Price adult: 4; Price child: 2
                Route: North; Price adult: 5; Price child: 3\
                """,
                Read.all(read));
    }

    @Test
    void ofAWebPageOnlyTheMainContentIsRead() {
        Document read =
                Read.html(
                        """
                        <html><head><title>Ferries</title><style>p{}</style>
                        <link rel=canonical href="https://harbor.example/ferries"></head><body>
                        <header>Logo</header><nav>Menu</nav><div class="cookie-banner">We use cookies</div>
                        <main><header><h1>Ferries today</h1></header><p>Every <b>hour</b>.<br>Last one at ten.
                        <p hidden>Unseen<p style="display: none">Unseen too<script>alert(1)</script>
                        <dl><dt>Phone<dd>555 0100</dl><aside>Advert</aside></main>
                        <footer>Imprint</footer></body></html>
                        """);
        assertEquals("Ferries", read.title());
        assertEquals("https://harbor.example/ferries", read.url());
        assertEquals(
                "Ferries today\nEvery hour.\nLast one at ten.\n\nPhone: 555 0100", Read.all(read));
    }

    @Test
    void plainTextHasATitleHeadingsListsAndItsWrappedLinesJoined() {
        Document read =
                Read.text(
                        """
                        Mooring rules

                        These rules hold for everybody who moors
                        a boat in the harbor, day or night.

                        AT NIGHT

                        - no engines after ten
                        - lights on
                        """);
        assertEquals("Mooring rules", read.title());
        assertEquals(
                """

                These rules hold for everybody who moors a boat in the harbor, day or night.

                AT NIGHT
                - no engines after ten
                - lights on\
                """,
                Read.all(read));
    }

    @Test
    void theHashChangesWithEverythingThatIsIndexedAndWithNothingElse() {
        String text = "# Title\n\nSome text.";
        String hash = Read.markdown(text).hash();
        assertEquals(hash, Read.markdown(text + "\n\n").hash());
        assertNotEquals(hash, Read.markdown("# Title\n\nSome texts.").hash());
        assertNotEquals(hash, Read.markdown("# Titles\n\nSome text.").hash());
        assertNotEquals(hash, Read.markdown("---\nurl: https://a.example\n---\n" + text).hash());
        assertNotEquals(hash, Read.markdown("# Title\n\n## Some\n\ntext.").hash());
    }

    @Test
    void aDocumentWithoutTextIsRefusedWithASentence() {
        for (String empty : List.of("", " \n\t\n", "---\ntitle: T\n---\n", "<!-- -->", "\uFEFF")) {
            var e = assertThrows(Refusal.class, () -> Read.markdown(empty), empty);
            assertEquals("It has no text.", e.getMessage());
        }
    }
}
