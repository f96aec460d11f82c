package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.Passage;
import io.zaaky.spi.Retrieval;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tenants are isolated. */
abstract class DocumentTenancyTests extends DocumentSearchTests {
    private static final List<String> HOSTILE =
            List.of(
                    "' OR '1'='1",
                    "%",
                    "_",
                    "*",
                    "*:*",
                    "\"",
                    "\\",
                    "a' --",
                    "$.x') OR 1=1--",
                    "tenant:*",
                    "org_id",
                    "../../other",
                    "{\"$ne\":1}",
                    "?",
                    "/");

    @Test
    public final void aVisitorOfOneTenantNeverSeesAnothersPassages() {
        DocumentIndex index = index();
        for (ChatbotKey chatbot : List.of(desk, other, foreign)) {
            index.put(chatbot, document("secret", "The code of " + chatbot + " is " + chatbot));
        }
        for (ChatbotKey chatbot : List.of(desk, other, foreign)) {
            for (ChatbotKey wanted : List.of(desk, other, foreign)) {
                Retrieval found = search(index, chatbot, "code of " + wanted, 100);
                assertEquals(List.of("The code of " + chatbot + " is " + chatbot), texts(found));
            }
        }
    }

    @Test
    @Tag("TEN-11")
    public final void noQuestionReachesAnotherTenant() {
        DocumentIndex index = index();
        index.put(foreign, document("foreign", "foreign secret"));
        assertEquals(Retrieval.NOTHING, search(index, desk, "foreign secret", 10));
        index.put(desk, document("own", "own text"));
        for (String question : HOSTILE) {
            assertEquals(List.of("own"), ids(search(index, desk, question, 100)), question);
        }
    }

    @Test
    @Tag("TEN-11")
    public final void anIdIsNeverAPattern() {
        DocumentIndex index = index();
        for (String id : HOSTILE) {
            index.put(desk, document(id, "text of " + id));
            index.put(foreign, document(id, "foreign text"));
        }
        assertEquals(HOSTILE.size(), index.count(desk));
        for (int i = 0; i < HOSTILE.size(); i++) {
            String id = HOSTILE.get(i);
            assertEquals(Optional.of(id), index.find(desk, id).map(info -> info.id()));
            assertTrue(index.remove(desk, id), id);
            assertFalse(index.remove(desk, id), id);
            assertEquals(HOSTILE.size() - i - 1, index.count(desk), "after removing " + id);
        }
        assertEquals(HOSTILE.size(), index.count(foreign), "the other tenant lost documents");
    }

    @Test
    @Tag("TEN-01")
    @Tag("TEN-12")
    public final void anotherTenantsDocumentIsLikeOneThatIsNotThere() {
        DocumentIndex index = index();
        index.put(foreign, document("a", "foreign"));
        assertEquals(Optional.empty(), index.find(desk, "a"));
        assertFalse(index.remove(desk, "a"));
        assertEquals(List.of(), index.list(desk, "", 10));
        assertEquals(0, index.count(desk));
        String escape = "\0" + foreign + "\0a";
        assertEquals(Optional.empty(), index.find(desk, escape));
        assertFalse(index.remove(desk, escape));
        assertTrue(index.find(foreign, "a").isPresent());
    }

    @Test
    @Tag("TEN-13")
    public final void aSmallTenantBesideALargeOneFindsAllItHas() {
        DocumentIndex index = index();
        for (int i = 0; i < 20; i++) {
            String cloud = "harbour master office " + i;
            index.put(
                    foreign,
                    document(
                            "large-" + i,
                            IntStream.range(0, 100)
                                    .mapToObj(j -> cloud + " " + j)
                                    .toArray(String[]::new)));
        }
        for (int i = 0; i < 50; i++) {
            index.put(desk, document("small-" + i, "giraffe number " + i));
        }
        assertEquals(10, search(index, desk, "harbour master office 7", 10).passages().size());
        List<Passage> all = search(index, desk, "harbour master office 7", 100).passages();
        assertEquals(50, all.size());
        assertTrue(all.stream().allMatch(one -> one.documentId().startsWith("small-")));
    }

    /** Alone its 50 passages are compared one by one, so that is what it has to find again. */
    @Test
    @Tag("TEN-13")
    public final void aSmallTenantFindsBesideALargeOneWhatItFoundAlone() {
        DocumentIndex index = index();
        for (int i = 0; i < 50; i++) {
            index.put(desk, document("small-" + i, "berth " + i + " of harbour row " + i % 7));
        }
        List<String> questions =
                List.of("berth 17", "harbour row 3", "automobile", "berth of the harbour");
        List<List<Passage>> alone =
                questions.stream().map(text -> search(index, desk, text, 50).passages()).toList();
        String[] texts = new String[250];
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < texts.length; j++) {
                texts[j] = "berth " + j + " of harbour row " + (i + j) % 7;
            }
            index.put(foreign, document("large-" + i, texts));
        }
        for (int i = 0; i < questions.size(); i++) {
            assertEquals(50, alone.get(i).size(), questions.get(i));
            assertEquals(
                    alone.get(i),
                    search(index, desk, questions.get(i), 50).passages(),
                    questions.get(i));
        }
    }
}
