package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.spi.Evidence;
import io.zaaky.spi.Passage;
import io.zaaky.spi.Retrieval;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassageMergeTest {
    private static final Evidence EVIDENCE = new Evidence(0.8, 0.7, 0.5, 0.5, 2, 0.1, 0.5, 0.5);

    @Test
    void aPassageThatTwoQueriesFindHoldsTheWordsOfBoth() {
        Retrieval merged =
                PassageMerge.merge(
                        List.of(
                                found(List.of("ferry", "dogs"), List.of("ferry", "dogs"), "ferry"),
                                found(List.of("dogs"), List.of(), "dogs")));
        assertEquals(1, merged.passages().size());
        assertEquals(List.of("ferry", "dogs"), merged.passages().getFirst().words());
    }

    @Test
    void onlyWordsThatEveryQueryHadAreTold() {
        Retrieval merged =
                PassageMerge.merge(
                        List.of(
                                found(List.of("ferry", "dogs"), List.of("ferry", "dogs"), "ferry"),
                                found(List.of("dogs"), List.of("dogs"))));
        assertEquals(List.of("dogs"), merged.evidence().words());
        assertEquals(List.of("dogs"), merged.evidence().unknown());
    }

    private static Retrieval found(List<String> words, List<String> unknown, String... held) {
        var passage = new Passage("doc", 0, "T", "", "", "text", 1).holding(List.of(held));
        return new Retrieval(List.of(passage), EVIDENCE.about(words, unknown));
    }
}
