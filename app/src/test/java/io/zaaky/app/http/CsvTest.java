package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", "\t1", "\r1"})
    void aCellIsNeverAFormula(String value) {
        var csv = new Csv();
        csv.cell(value);
        assertTrue(csv.toString().replace("\"", "").startsWith("'"), csv.toString());
    }

    @Test
    void whatHasSignsOfItsOwnIsQuoted() {
        var csv = new Csv();
        csv.cell("gpt-4o");
        csv.cell("a\"b");
        csv.cell("a,b");
        csv.cell(-5);
        csv.end();
        assertEquals("gpt-4o,\"a\"\"b\",\"a,b\",-5\r\n", csv.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|false",
                "*/*|false",
                "application/json|false",
                "text/csv|true",
                "TEXT/CSV; q=0.5|true",
                "text/csv, application/json|false",
                "application/json;q=0.2, text/csv;q=0.9|true",
                "text/csv;q=0|false",
                "text/csv;q=much|true",
                ",;,|false"
            })
    void aClientGetsTheKindThatItWouldRatherHave(String accept, boolean csv) {
        assertEquals(csv, Csv.isPreferred(accept));
    }
}
