package io.zaaky.ingestion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DocumentIdsTest {

    @Test
    void aNameThatFitsIsTheId() {
        for (String name :
                List.of("fees.md", "harbor/2026/fees_v2~draft.md", ".a", "a..b", "...")) {
            assertEquals(name, DocumentIds.of(name));
        }
    }

    @Test
    void aNameThatDoesNotFitStaysReadable() {
        String id = DocumentIds.of("Häfen/Gebühren & Größen.md");
        assertTrue(id.matches("Hafen/Gebuhren-Grossen~[0-9a-f]{10}\\.md"), id);
        assertEquals(id, DocumentIds.of("Häfen/Gebühren & Größen.md"), "the same again");
    }

    @Test
    void namesThatBecomeAlikeGetDifferentIds() {
        Map<String, String> ids = new HashMap<>();
        String forged = DocumentIds.of("a b.md");
        for (String name :
                List.of("a b.md", "a-b.md", "a&b.md", "ä b.md", "港.md", "口.md", forged)) {
            String other = ids.put(DocumentIds.of(name), name);
            assertEquals(null, other, () -> name + " and " + other);
        }
    }

    @Test
    @Tag("ING-08")
    void whateverTheNameIsTheIdIsOne() {
        var random = new Random(5);
        String alphabet = "a./\\ ~é漢\u0000\n%?#:-";
        for (int i = 0; i < 5_000; i++) {
            var name = new StringBuilder();
            for (int n = 1 + random.nextInt(i % 10 == 0 ? 400 : 8); n > 0; n--) {
                name.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String id = DocumentIds.of(name.toString());
            assertTrue(DocumentIds.isId(id), () -> "'" + name + "' became '" + id + "'");
        }
    }
}
