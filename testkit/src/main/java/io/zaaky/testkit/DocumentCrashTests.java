package io.zaaky.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A killed process leaves only complete documents. */
abstract class DocumentCrashTests extends DocumentTenancyTests {

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12})
    @Tag("ING-16")
    public final void aProcessThatIsKilledLeavesEachDocumentInItsOldOrItsNewVersion(int puts)
            throws Exception {
        Map<String, Integer> told = new TreeMap<>();
        for (String id : DocumentWriter.DOCUMENTS) {
            index().put(desk, DocumentWriter.document(id, 0));
            told.put(id, 0);
        }
        killAfter(puts, told);
        DocumentIndex index = index();
        assertEquals(DocumentWriter.DOCUMENTS.size(), index.count(desk));
        for (String id : DocumentWriter.DOCUMENTS) {
            assertWhole(index, id, told.getOrDefault(id, 0));
            index.put(desk, DocumentWriter.document(id, 1000));
            assertEquals(parts(DocumentWriter.document(id, 1000)), found(index, id));
        }
    }

    /**
     * Kills the writer while it is writing the next document; {@code told} receives what it
     * reported as done.
     */
    private void killAfter(int puts, Map<String, Integer> told) throws Exception {
        Process writer = DocumentWriter.start(this, desk);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), UTF_8))) {
            for (int i = 0; i < puts; i++) {
                String line = lines.readLine();
                assertNotNull(line, "the writer has ended");
                learn(line, told);
            }
            writer.toHandle().destroyForcibly(); // its last lines can still be read
            lines.lines().forEach(line -> learn(line, told));
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private static void learn(String line, Map<String, Integer> told) {
        String[] words = line.split(" ", -1);
        told.put(words[0], Integer.parseInt(words[1]));
    }

    /**
     * The document must have the last reported version, or the next one, which was being written.
     */
    private void assertWhole(DocumentIndex index, String id, int told) {
        List<String> found = found(index, id);
        Document next = DocumentWriter.document(id, told + 1);
        Document is = found.equals(parts(next)) ? next : DocumentWriter.document(id, told);
        assertEquals(parts(is), found);
        assertEquals(is.hash(), index.find(desk, id).orElseThrow().hash());
    }

    private List<String> found(DocumentIndex index, String id) {
        return texts(search(index, desk, "harbour " + id, 100)).stream()
                .filter(text -> text.startsWith("harbour " + id + " "))
                .sorted()
                .toList();
    }

    private static List<String> parts(Document document) {
        return document.chunks().stream().map(Document.Chunk::text).toList();
    }
}
