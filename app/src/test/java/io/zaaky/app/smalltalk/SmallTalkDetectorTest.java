package io.zaaky.app.smalltalk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zaaky.app.chat.SetClock;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.testkit.FakeEmbedding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("UP-21")
class SmallTalkDetectorTest {

    /** Words that no example has, each of which means one that some have. */
    private static final Map<String, String> SYNONYMS = Map.of("kumusta", "hello");

    private static final String BY_MEANING_ONLY = "kumusta";
    private static final String BY_WORDS = "Hey there, how are you?";

    private final SetClock clock = new SetClock();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final FakeEmbedding model = new FakeEmbedding("fake", 64, SYNONYMS);

    @TempDir Path data;

    @Test
    void meaningTellsWhatWordsLeaveOpen() {
        SmallTalkDetector detector = prepared(new SmallTalk(data, clock));
        assertEquals(Optional.empty(), detector.byWords(BY_MEANING_ONLY));
        assertEquals(
                Optional.of(new Talk(Intent.GREETING, "en")), detector.detect(BY_MEANING_ONLY));
        assertEquals(Optional.empty(), detector.detect("ferries"));
    }

    @Test
    void untilTheVectorsAreThereWordsAloneDecideAndNobodyWaits() {
        SmallTalkDetector detector = detector(new SmallTalk(data, clock));
        assertEquals(Optional.empty(), detector.detect(BY_MEANING_ONLY));
        assertEquals(Intent.WELLBEING, detector.detect(BY_WORDS).orElseThrow().intent());
        assertEquals(0, model.embedded(), "texts embedded for a message");
        assertEquals(1, background.size(), "tasks in the background");
        background.remove().run();
        assertEquals(Intent.GREETING, detector.detect(BY_MEANING_ONLY).orElseThrow().intent());
    }

    @Test
    void whatWordsTellIsNotEmbedded() {
        SmallTalkDetector detector = prepared(new SmallTalk(data, clock));
        long before = model.embedded();
        assertEquals(Intent.WELLBEING, detector.detect(BY_WORDS).orElseThrow().intent());
        assertEquals(Optional.empty(), detector.detect("What does berth 12 cost?"));
        assertEquals(before, model.embedded());
    }

    @Test
    void anotherProcessEmbedsNoExamples() {
        prepared(new SmallTalk(data, clock));
        long made = model.embedded();
        SmallTalkDetector next = prepared(new SmallTalk(data, clock));
        assertEquals(made, model.embedded());
        assertEquals(Intent.GREETING, next.detect(BY_MEANING_ONLY).orElseThrow().intent());
    }

    @Test
    void chatbotsWithTheSameModelShareTheVectors() {
        var smallTalk = new SmallTalk(data, clock);
        SmallTalkDetector one = prepared(smallTalk);
        long made = model.embedded();
        SmallTalkDetector other = prepared(smallTalk);
        assertEquals(made, model.embedded());
        assertEquals(one.detect(BY_MEANING_ONLY), other.detect(BY_MEANING_ONLY));
    }

    @Test
    void aModelThatFailsIsLeftAloneForAWhile() {
        SmallTalkDetector detector = prepared(new SmallTalk(data, clock));
        model.failWith(Reason.UNAVAILABLE);
        assertEquals(Optional.empty(), detector.detect(BY_MEANING_ONLY));
        model.recover();
        long before = model.embedded();
        assertEquals(Optional.empty(), detector.detect(BY_MEANING_ONLY));
        assertEquals(before, model.embedded(), "texts embedded while it rests");
        clock.pass(Duration.ofSeconds(31));
        assertEquals(Intent.GREETING, detector.detect(BY_MEANING_ONLY).orElseThrow().intent());
    }

    @Test
    void whereTheExamplesCanNotBeEmbeddedThatIsTriedAgainLater() {
        model.failWith(Reason.UNAVAILABLE);
        SmallTalkDetector detector = prepared(new SmallTalk(data, clock));
        assertEquals(Optional.empty(), detector.detect(BY_MEANING_ONLY));
        assertEquals(0, background.size(), "tasks while it rests");
        model.recover();
        clock.pass(Duration.ofSeconds(31));
        assertEquals(Optional.empty(), detector.detect(BY_MEANING_ONLY));
        background.remove().run();
        assertEquals(Intent.GREETING, detector.detect(BY_MEANING_ONLY).orElseThrow().intent());
    }

    @Test
    void anotherServersModelOfTheSameNameHasVectorsOfItsOwn() {
        var smallTalk = new SmallTalk(data, clock);
        Map<String, String> hostile = Map.of("ferries", "hello");
        SmallTalkDetector theirs =
                smallTalk.by(new FakeEmbedding("fake", 64, hostile), "there", background::add);
        theirs.prepare();
        background.remove().run();
        SmallTalkDetector ours = prepared(smallTalk);
        assertEquals(Intent.GREETING, theirs.detect("ferries").orElseThrow().intent());
        assertEquals(Optional.empty(), ours.detect("ferries"));
        assertEquals(Intent.GREETING, ours.detect(BY_MEANING_ONLY).orElseThrow().intent());
    }

    @Test
    void vectorsOfAnotherSizeUnderTheSameNameAreNotCompared() {
        var smallTalk = new SmallTalk(data, clock);
        prepared(smallTalk);
        var larger = new FakeEmbedding("fake", 128, SYNONYMS);
        SmallTalkDetector detector = smallTalk.by(larger, "here", background::add);
        assertEquals(Optional.empty(), detector.detect(BY_MEANING_ONLY));
    }

    @Test
    void aVisitorWhoHasGoneEndsIt() {
        SmallTalkDetector detector = prepared(new SmallTalk(data, clock));
        Thread.currentThread().interrupt();
        var cancelled = assertThrows(PluginException.class, () -> detector.detect(BY_MEANING_ONLY));
        assertEquals(Reason.CANCELLED, cancelled.reason());
        assertEquals(true, Thread.interrupted(), "the interrupt is still there");
    }

    private SmallTalkDetector prepared(SmallTalk smallTalk) {
        SmallTalkDetector detector = detector(smallTalk);
        detector.prepare();
        while (!background.isEmpty()) {
            background.remove().run();
        }
        return detector;
    }

    private SmallTalkDetector detector(SmallTalk smallTalk) {
        return smallTalk.by(model, "here", background::add);
    }
}
