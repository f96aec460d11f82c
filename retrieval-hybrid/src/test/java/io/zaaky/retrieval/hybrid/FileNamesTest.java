package io.zaaky.retrieval.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FileNamesTest {

    @ParameterizedTest
    @CsvSource({
        "1017, 1017",
        "papers/1017.txt, 1017",
        "2024-03-11.md, 2024 03 11",
        "IMG_0231.pdf, IMG 0231",
        "scan-12.pdf, Scan 12",
        "document.docx, Document",
        "New Document (3).docx, New Document (3)",
        "Dokument-1.pdf, Dokument 1",
        "a3f9be77.txt, A3f9be77",
        "550e8400-e29b-41d4-a716-446655440000.pdf, 550e8400 e29b 41d4 a716 446655440000",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b.html, 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
        "kb-102.md, Kb 102",
        "scan~0123456789.pdf, Scan",
        "docs.example.org/1017, 1017",
    })
    void aNameWithoutAWordIsNotSearched(String id, String title) {
        assertEquals("", FileNames.searched(id, title));
    }

    @ParameterizedTest
    @CsvSource({
        "opening-hours.md, Opening hours",
        "rules/mooring-rules-2024.txt, Mooring rules 2024",
        "scan-of-the-statutes.pdf, Scan of the statutes",
        "faq.md, Faq",
        "hr.md, Hr",
        "covid19.md, Covid19",
        "form1040.pdf, Form1040",
        "öffnungszeiten~0123456789.md, Öffnungszeiten",
        "東京~0123456789.md, 東京",
        "часы.md, Часы",
    })
    void aNameWithAWordIsSearched(String id, String title) {
        assertEquals(title, FileNames.searched(id, title));
    }

    @ParameterizedTest
    @CsvSource({"sheet.pdf, 4711", "orwell.txt, 1984", "a.html, Scan 12", "12.pdf, 13"})
    void aTitleThatSomebodyGaveIsSearched(String id, String title) {
        assertEquals(title, FileNames.searched(id, title));
    }
}
