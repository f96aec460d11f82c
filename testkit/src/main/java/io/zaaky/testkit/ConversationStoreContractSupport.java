package io.zaaky.testkit;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.Lookup;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.Role;
import io.zaaky.spi.Signals;
import io.zaaky.spi.Source;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.Timing;
import io.zaaky.spi.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Helpers for the tests of {@link ConversationStoreContract}. */
abstract class ConversationStoreContractSupport {

    /** A time with a fraction of a millisecond, which a store may drop. */
    protected static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

    /** The tenant of the running test. */
    protected final ChatbotKey desk = new ChatbotKey("org-" + random().substring(0, 8), "desk");

    /** Open while a test runs. */
    protected ConversationStore store;

    /** Creates a component for {@code chatbot} that uses this class's single database. */
    protected abstract ConversationStore open(ChatbotKey chatbot);

    /**
     * The same, with a backend to which all components opened this way share one connection, if it
     * uses connections.
     */
    protected abstract ConversationStore openOverOneConnection(ChatbotKey chatbot);

    /** Lets so much time pass that a silent process is considered dead. */
    protected abstract void letLeasesRunOut();

    /**
     * The complete content of the database, as bytes in ISO-8859-1 or values as text, for checking
     * that something is not in it.
     */
    protected abstract String everythingStored();

    @BeforeEach
    final void openStore() {
        store = open(desk);
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    /** The key of a new conversation. */
    protected final ConversationKey key() {
        return new ConversationKey(desk, random());
    }

    protected static String random() {
        return UUID.randomUUID().toString();
    }

    protected static List<String> contents(List<StoredMessage> messages) {
        return messages.stream().map(StoredMessage::content).toList();
    }

    /** A question and its answer. */
    protected static List<StoredMessage> turn(String question, String answer) {
        return List.of(
                user(question),
                new StoredMessage(
                        random(),
                        Role.ASSISTANT,
                        answer,
                        MessageState.COMPLETE,
                        NOON,
                        StoredMessage.Metadata.NONE));
    }

    protected static StoredMessage user(String content) {
        return at(NOON, content);
    }

    static StoredMessage at(Instant time, String content) {
        return new StoredMessage(
                random(),
                Role.USER,
                content,
                MessageState.COMPLETE,
                time,
                StoredMessage.Metadata.NONE);
    }

    static StoredMessage running(String content) {
        return new StoredMessage(
                random(),
                Role.ASSISTANT,
                content,
                MessageState.RUNNING,
                NOON,
                StoredMessage.Metadata.NONE);
    }

    static StoredMessage with(StoredMessage m, String content, MessageState state) {
        return new StoredMessage(m.id(), m.role(), content, state, m.createdAt(), m.metadata());
    }

    /** The message as the store must return it: with its time to the millisecond. */
    static StoredMessage stored(StoredMessage m) {
        return new StoredMessage(
                m.id(),
                m.role(),
                m.content(),
                m.state(),
                Instant.ofEpochMilli(m.createdAt().toEpochMilli()),
                m.metadata());
    }

    static List<MessageState> states(List<StoredMessage> messages) {
        return messages.stream().map(StoredMessage::state).toList();
    }

    static StoredMessage.Metadata full() {
        return new StoredMessage.Metadata(
                List.of(
                        new Source(
                                1,
                                "hours.md",
                                "Hours",
                                "https://harbor.example/h",
                                "Open…",
                                0.875,
                                true),
                        new Source(2, "tarifs/été.md", "Été", "", "Fermé", 0.25, false)),
                new ContextQuality(
                        ContextQuality.Verdict.GOOD,
                        0.75,
                        2,
                        List.of("two documents agree"),
                        new Signals(
                                0.81,
                                0.7,
                                0.06,
                                0.43,
                                0.5,
                                0.25,
                                1,
                                List.of("10 m"),
                                List.of("été"))),
                new Usage(1234, 56, true),
                "openai",
                "gpt-3.5-turbo",
                "provider_timeout",
                Optional.of(
                        new Lookup(
                                List.of("When do you open on Sundays?", "sundays"),
                                List.of(
                                        new Lookup.Hit(
                                                "hours.md", 3, 0.8751234567890123, "sha256:1"),
                                        new Lookup.Hit("tarifs/été.md", 0, 0, "")),
                                ContextQuality.Verdict.WEAK)),
                new Timing(
                        Optional.of(Duration.ofMillis(12)),
                        Optional.of(Duration.ZERO),
                        Optional.empty()));
    }

    /** Runs {@code call} for 0 to {@code callers - 1} concurrently, each on a virtual thread. */
    protected static void together(int callers, IntConsumer call) {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> calls =
                    IntStream.range(0, callers)
                            .mapToObj(
                                    i ->
                                            threads.submit(
                                                    () -> {
                                                        start.await();
                                                        call.accept(i);
                                                        return true;
                                                    }))
                            .toList();
            start.countDown();
            for (Future<?> one : calls) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a call failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
