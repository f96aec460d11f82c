package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.spi.Passage;
import org.junit.jupiter.api.Test;

class LikenessTest {
    private static final String TEXT =
            "The ferry to the island leaves from the old pier every hour until late in the evening,"
                    + " and tickets are sold on board. Dogs travel free of charge, bicycles need a"
                    + " ticket of their own, and wheelchairs can roll on board without any help.";

    @Test
    void caseSpacesAndPunctuationMakeNoDifference() {
        assertLike(true, TEXT, TEXT.toUpperCase(java.util.Locale.ROOT).replace(",", " – "));
    }

    @Test
    void aFewOtherWordsMakeNoDifference() {
        assertLike(true, TEXT, TEXT.replace("late in the evening", "late at night"));
    }

    @Test
    void anotherSubjectIsAnother() {
        assertLike(false, TEXT, TEXT.substring(TEXT.length() / 2));
        assertLike(false, TEXT, "The museum shows ships.");
    }

    @Test
    void anotherNumberIsNoRepetition() {
        assertLike(false, TEXT + " It costs 8 euros.", TEXT + " It costs 9 euros.");
        assertLike(true, TEXT + " It costs 8 euros.", TEXT + " It costs 8 euros!");
    }

    @Test
    void aShortTextCountsWithItsTitle() {
        assertEquals(
                false,
                Likeness.of(titled("A", "Closed.")).isLike(Likeness.of(titled("B", "Closed."))));
        assertEquals(true, Likeness.of(titled("A", TEXT)).isLike(Likeness.of(titled("B", TEXT))));
    }

    @Test
    void characterScriptsAreComparedToo() {
        assertLike(true, "渡轮每小时从旧码头出发直到深夜为止", "渡轮每小时从旧码头出发直到深夜为止。");
        assertLike(false, "渡轮每小时从旧码头出发直到深夜为止", "博物馆展示许多古老的船只和地图以及模型");
    }

    private static void assertLike(boolean like, String one, String other) {
        assertEquals(
                like, Likeness.of(titled("T", one)).isLike(Likeness.of(titled("T", other))), other);
    }

    private static Passage titled(String title, String text) {
        return new Passage("doc", 0, title, "", "", text, 0.5);
    }
}
