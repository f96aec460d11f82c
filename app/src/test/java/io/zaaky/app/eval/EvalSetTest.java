package io.zaaky.app.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.eval.EvalSet.Case;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalSetTest {
    @TempDir Path folder;

    @Test
    void aLineIsAQuestionAndWhatShouldBeFound() throws Exception {
        EvalSet set =
                read(
                        """
                        {"question": "What?", "documents": ["a.md", "b.md"], "facts": ["12 euros"]}

                        {"question": "Where?", "documents": {"c.md": 3}}
                        {"question": "Who?", "answerable": false}
                        """);
        assertEquals(
                List.of(
                        new Case(
                                "What?",
                                Map.of("a.md", 1.0, "b.md", 1.0),
                                List.of("12 euros"),
                                true),
                        new Case("Where?", Map.of("c.md", 3.0), List.of(), true),
                        new Case("Who?", Map.of(), List.of(), false)),
                set.cases());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{                                        | not JSON",
                "{'documents': ['a']}                     | \"question\" is missing",
                "{'question': 'x', 'answerable': true}    | \"documents\" names none",
                "{'question': 'x', 'documents': 'a'}      | must be a list of ids",
                "{'question': 'x', 'documents': {'a': 0}} | grade of a is not above 0",
            })
    void aLineThatIsWrongIsNamed(String line, String wanted) {
        var problem =
                assertThrows(
                        EvalSet.Problem.class,
                        () ->
                                read(
                                        "{\"question\": \"x\", \"answerable\": false}\n"
                                                + line.replace('\'', '"')));
        String said = String.valueOf(problem.getMessage());
        assertTrue(said.contains("set.jsonl:2: "), said);
        assertTrue(said.contains(wanted), said);
    }

    @Test
    void aFileThatHoldsNothingOrIsNoTextIsRefused() throws IOException {
        assertThrows(EvalSet.Problem.class, () -> read("\n"));
        Path file = folder.resolve("set.jsonl");
        Files.write(file, "{\"question\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThrows(EvalSet.Problem.class, () -> EvalSet.read(file));
    }

    private EvalSet read(String text) throws IOException, EvalSet.Problem {
        return EvalSet.read(Files.writeString(folder.resolve("set.jsonl"), text));
    }
}
