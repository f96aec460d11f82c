package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.chat.LateSaves.Limits;
import io.zaaky.app.config.ChatbotSettings;
import io.zaaky.app.config.Configuration;
import io.zaaky.app.config.Environment;
import io.zaaky.app.config.Problems;
import io.zaaky.app.plugin.Recovery;
import io.zaaky.spi.Charge;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.StoredMessage.Metadata;
import io.zaaky.spi.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An answer whose last write fails is written later. */
class LateSavesTest {
    private final PluginException away = new PluginException(Reason.UNAVAILABLE, "away");

    private final FakeStore store = new FakeStore();
    private static final Charge COST =
            new Charge(
                    List.of(
                            new ModelCall(
                                    Instant.EPOCH,
                                    "openai",
                                    "fake",
                                    new Usage(10, 2, false),
                                    Outcome.COMPLETE,
                                    ModelCall.Kind.ANSWER,
                                    Optional.empty())),
                    List.of());

    private final FakeMeters meters = new FakeMeters();
    private final SetClock clock = new SetClock();
    private LateSaves late = new LateSaves(meters, clock);
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Users users = new Users(() -> closed.set(true));
    private Transcript transcript;

    @TempDir Path folder;

    @BeforeEach
    void begin() throws IOException {
        Files.writeString(folder.resolve("zaaky.yaml"), "");
        Files.writeString(
                Files.createDirectories(folder.resolve("orgs")).resolve("acme.yaml"),
                "chatbots: {bot: {llm: {provider: fake}}}");
        transcript = transcript(store);
    }

    private Transcript transcript(FakeStore of) {
        ChatbotSettings settings =
                Configuration.read(folder, new Environment(Map.of()), new Problems())
                        .chatbots()
                        .getFirst()
                        .settings();
        return new Transcript(
                settings,
                of,
                users,
                new Recovery("here"),
                Clock.systemUTC(),
                new Ids(new SecureRandom()),
                late);
    }

    @Test
    void whatAnAnswerCostIsWrittenWithIt() {
        Question question = fail("1", "the answer");
        assertEquals(List.of(), store.charges);
        store.work();
        late.tryAgain();
        assertEquals("the answer", content(question));
        assertEquals(List.of(COST), store.charges);
    }

    @Test
    void anAnswerIsWrittenWhenTheStoreIsBack() {
        Question question = asked(transcript, "1");
        store.failWith(away);
        assertFalse(close(transcript, question, "the answer"));
        late.tryAgain();
        assertEquals(1, meters.unsaved);
        assertEquals(0, meters.savedLate);
        store.work();
        assertEquals(MessageState.RUNNING, stored(question).state());
        late.tryAgain();
        assertEquals("the answer", stored(question).content());
        assertEquals(MessageState.COMPLETE, stored(question).state());
        assertEquals(1, meters.savedLate);
        assertEquals(0, late.count());
    }

    @Test
    void aStoreThatAReloadHasTakenOutOfUseStaysOpenUntilTheAnswerIsWritten() {
        Question question = asked(transcript, "1");
        store.failWith(away);
        assertFalse(close(transcript, question, "the answer"));
        users.leave(); // its owner
        late.tryAgain();
        assertFalse(closed.get());
        store.work();
        late.tryAgain();
        assertEquals("the answer", stored(question).content());
        assertTrue(closed.get());
    }

    @Test
    void aStoreIsLetGoOfWhenItsAnswerIsLost() {
        Question question = asked(transcript, "1");
        store.failWith(away);
        assertFalse(close(transcript, question, "the answer"));
        users.leave(); // its owner
        late.lastTry();
        assertTrue(closed.get());
        assertEquals(0, late.count());
    }

    @Test
    void whatIsWrittenAtOnceIsNotKept() {
        Question question = asked(transcript, "1");
        assertTrue(close(transcript, question, "the answer"));
        assertEquals(0, late.count());
        assertEquals(0, meters.unsaved);
    }

    @Test
    void aConversationThatWasDeletedMeanwhileStaysDeleted() {
        Question question = asked(transcript, "1");
        store.failWith(away);
        close(transcript, question, "the answer");
        store.work();
        assertTrue(transcript.forget(question.conversation()));
        late.tryAgain();
        assertEquals(List.of(), transcript.recent(question.conversation(), 10));
        assertEquals(0, late.count());
        assertEquals(0, meters.savedLate);
    }

    @Test
    void aStoreThatIsAwayIsAskedOnceARoundAndTheOthersStill() {
        var other = new FakeStore();
        Transcript neighbour = transcript(other);
        Question first = asked(transcript, "1");
        Question second = asked(transcript, "2");
        Question third = asked(neighbour, "3");
        store.failWith(away);
        other.failWith(away);
        close(transcript, first, "1");
        close(transcript, second, "2");
        close(neighbour, third, "3");
        other.work();
        int before = store.updates;
        late.tryAgain();
        assertEquals(before + 1, store.updates);
        assertEquals(1, meters.savedLate);
        assertEquals(2, late.count());
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "BROKEN"})
    void anAnswerThatTheStoreWillNeverTakeHoldsNobodyUp(Reason reason) {
        Question question = asked(transcript, "1");
        store.failWith(new PluginException(reason, "never"));
        close(transcript, question, "the answer");
        late.tryAgain();
        assertEquals(0, late.count());
    }

    @Test
    void theOldestIsGivenUpWhenThereAreTooMany() {
        limit(new Limits(2, 1000, Duration.ZERO));
        List<Question> all = List.of(fail("1", "a"), fail("2", "b"), fail("3", "c"));
        store.work();
        late.tryAgain();
        assertEquals(List.of("", "b", "c"), all.stream().map(this::content).toList());
    }

    @Test
    void theOldestAreGivenUpWhenTheyAreTooLong() {
        limit(new Limits(100, 10, Duration.ZERO));
        List<Question> all =
                List.of(fail("1", "aaaa"), fail("2", "bbbb"), fail("3", "cccc"), fail("4", "dd"));
        store.work();
        late.tryAgain();
        assertEquals(List.of("", "bbbb", "cccc", "dd"), all.stream().map(this::content).toList());
        fail("5", "much too long for all");
        assertEquals(0, late.count());
    }

    @Test
    @Tag("COST-14")
    void whatOneOrganisationCannotSaveCostsNoOtherAnAnswer() {
        limit(new Limits(3, 1000, Duration.ZERO));
        Question others = asked(transcript, "other", "0");
        store.failWith(away);
        close(transcript, others, "the other's");
        List<Question> all =
                List.of(fail("1", "a"), fail("2", "b"), fail("3", "c"), fail("4", "d"));
        store.work();
        late.tryAgain();
        assertEquals("the other's", content(others));
        assertEquals(List.of("", "", "c", "d"), all.stream().map(this::content).toList());
    }

    @Test
    void theStopTriesOnceMore() {
        Question question = fail("1", "the answer");
        store.work();
        new Housekeeping(new Chatbots(List.of()), late, () -> {}).close();
        assertEquals("the answer", content(question));
    }

    @Test
    void theLastTryEndsInTimeHoweverManyStoresHang() {
        limit(new Limits(100, 1000, Duration.ofSeconds(5)));
        var slow = new FakeStore[10];
        for (int i = 0; i < slow.length; i++) {
            slow[i] = new FakeStore();
            Transcript each = transcript(slow[i]);
            Question question = asked(each, "s" + i);
            slow[i].failWith(away);
            close(each, question, "text");
            slow[i].onUpdate(() -> clock.pass(Duration.ofSeconds(2)));
        }
        late.lastTry();
        int tried = 0;
        for (FakeStore each : slow) {
            tried += each.updates - 1;
        }
        assertEquals(3, tried);
    }

    private void limit(Limits limits) {
        late = new LateSaves(limits, meters, clock);
        transcript = transcript(store);
    }

    /** An answer that could not be written. */
    private Question fail(String id, String content) {
        store.work();
        Question question = asked(transcript, id);
        store.failWith(away);
        close(transcript, question, content);
        return question;
    }

    private static Question asked(Transcript by, String id) {
        return asked(by, "acme", id);
    }

    private static Question asked(Transcript by, String org, String id) {
        var conversation = new ConversationKey(new ChatbotKey(org, "bot"), "session-of-" + id);
        var question = new Question(conversation, "Hello?", "message-" + id, "request-" + id);
        assertEquals(List.of(), by.open(question));
        return question;
    }

    private static boolean close(Transcript by, Question question, String content) {
        return by.close(question, content, MessageState.COMPLETE, Metadata.NONE, COST);
    }

    private StoredMessage stored(Question question) {
        return store.recent(question.conversation(), 10).getLast();
    }

    private String content(Question question) {
        return stored(question).content();
    }
}
