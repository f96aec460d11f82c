package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.MessageRate;
import io.zaaky.app.http.MessageLimits.Asker;
import io.zaaky.app.http.MessageLimits.Limit;
import io.zaaky.app.http.MessageLimits.Over;
import io.zaaky.app.http.MessageLimits.Rates;
import io.zaaky.spi.ChatbotKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MessageLimitsTest {
    private static final ChatbotKey BOT = new ChatbotKey("acme", "bot");
    private static final ChatbotKey SECOND = new ChatbotKey("acme", "two");
    private static final MessageRate ANY = new MessageRate(MessageRate.ANY, MessageRate.ANY);
    private static final MessageRate TWO = new MessageRate(2, MessageRate.ANY);
    private static final Rates TWO_EACH = new Rates(TWO, ANY, ANY, ANY);

    private final Elapsed elapsed = new Elapsed();
    private final MessageLimits limits = new MessageLimits(elapsed);

    @Test
    @Tag("OPS-03")
    void messagesAreCountedByTheTimeThatHasPassedAndByNoDate() {
        assertTrue(message().isEmpty());
        assertTrue(message().isEmpty());
        assertEquals(Optional.of(new Over(Limit.PUBLIC_CHAT, Duration.ofSeconds(30))), message());
        elapsed.pass(Duration.ofSeconds(30).minusNanos(1));
        assertFalse(message().isEmpty(), "a message too early");
        elapsed.pass(Duration.ofNanos(1));
        assertTrue(message().isEmpty());
        assertFalse(message().isEmpty(), "a message too many");
    }

    @Test
    void anAddressHasItsOwnLimit() {
        assertTrue(message().isEmpty());
        assertTrue(message().isEmpty());
        assertFalse(message().isEmpty());
        assertTrue(count(BOT, "192.0.2.2", "", TWO_EACH).isEmpty());
        assertTrue(count(SECOND, "192.0.2.1", "", TWO_EACH).isEmpty());
    }

    @Test
    @Tag("COST-02")
    void aSessionIsLimitedWhereverItComesFromAndAFreshOneHelpsNobody() {
        for (int i = 0; i < 2; i++) {
            assertTrue(count(BOT, "192.0.2." + i, "one-session", TWO_EACH).isEmpty());
        }
        assertEquals(Limit.PUBLIC_CHAT, over(BOT, "192.0.2.9", "one-session", TWO_EACH));
        for (int i = 0; i < 2; i++) {
            assertTrue(count(BOT, "192.0.2.77", "fresh-" + i, TWO_EACH).isEmpty());
        }
        for (int i = 2; i < 500; i++) {
            assertEquals(Limit.PUBLIC_CHAT, over(BOT, "192.0.2.77", "fresh-" + i, TWO_EACH));
        }
    }

    @Test
    @Tag("COST-02")
    void fromFiftyAddressesTheChatbotsOwnLimitIsMet() {
        var rates = new Rates(TWO, ANY, new MessageRate(30, MessageRate.ANY), ANY);
        for (int i = 0; i < 30; i++) {
            assertTrue(count(BOT, "192.0.2." + i, "", rates).isEmpty(), "message " + i);
        }
        for (int i = 30; i < 50; i++) {
            assertEquals(Limit.CHATBOT, over(BOT, "192.0.2." + i, "", rates));
        }
        assertTrue(count(SECOND, "192.0.2.1", "", rates).isEmpty(), "another chatbot");
    }

    @Test
    void anOrganisationsLimitIsOfAllItsChatbotsAndOfNoOther() {
        var rates = new Rates(TWO, ANY, ANY, new MessageRate(MessageRate.ANY, 3));
        assertTrue(count(BOT, "192.0.2.1", "", rates).isEmpty());
        assertTrue(count(SECOND, "192.0.2.1", "", rates).isEmpty());
        assertTrue(count(SECOND, "192.0.2.2", "", rates).isEmpty());
        assertEquals(Limit.ORGANISATION, over(BOT, "192.0.2.3", "", rates));
        var other = new ChatbotKey("other", "bot");
        assertTrue(count(other, "192.0.2.1", "", rates).isEmpty());
    }

    @Test
    void anAddressIsLimitedOverAllChatbotsToo() {
        var rates = new Rates(TWO, new MessageRate(3, MessageRate.ANY), ANY, ANY);
        for (int i = 0; i < 3; i++) {
            assertTrue(count(new ChatbotKey("acme", "b" + i), "192.0.2.1", "", rates).isEmpty());
        }
        assertEquals(Limit.ADDRESS, over(BOT, "192.0.2.1", "", rates));
        assertTrue(count(BOT, "192.0.2.2", "", rates).isEmpty());
    }

    @Test
    void whatAWiderLimitRefusesIsNotTakenFromTheNarrower() {
        var spent = new Rates(TWO, ANY, ANY, new MessageRate(1, MessageRate.ANY));
        assertTrue(count(SECOND, "192.0.2.9", "", spent).isEmpty());
        for (int i = 0; i < 10; i++) {
            assertEquals(Limit.ORGANISATION, over(BOT, "192.0.2.1", "my-session", spent));
        }
        elapsed.pass(Duration.ofMinutes(1));
        assertTrue(count(BOT, "192.0.2.1", "my-session", TWO_EACH).isEmpty());
        assertTrue(count(BOT, "192.0.2.1", "my-session", TWO_EACH).isEmpty());
    }

    @Test
    void whoAsksTooMuchSpendsNothingThatOthersNeed() {
        var rates = new Rates(TWO, ANY, new MessageRate(3, MessageRate.ANY), ANY);
        for (int i = 0; i < 100; i++) {
            var _ = count(BOT, "192.0.2.1", "", rates);
        }
        assertTrue(count(BOT, "192.0.2.2", "", rates).isEmpty());
    }

    @Test
    @Tag("COST-06")
    void ofTwoHundredFirstMessagesTogetherAsManyPassAsAreAllowed() throws Exception {
        var rates =
                new Rates(
                        new MessageRate(20, MessageRate.ANY),
                        ANY,
                        new MessageRate(MessageRate.ANY, 100),
                        ANY);
        var all = new CyclicBarrier(200);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String address = "192.0.2." + i % 8;
            tasks.add(
                    () -> {
                        all.await();
                        return count(BOT, address, "", rates).isEmpty();
                    });
        }
        int passed = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each : threads.invokeAll(tasks)) {
                passed += each.get() ? 1 : 0;
            }
        }
        assertEquals(100, passed); // eight addresses would have 160
    }

    @Test
    @Tag("COST-10")
    void sessionsWithoutEndPushNobodyElseOut() {
        var rates = new Rates(TWO, ANY, TWO, TWO);
        var patient = new Rates(new MessageRate(1_000_000, MessageRate.ANY), ANY, ANY, ANY);
        assertTrue(count(BOT, "192.0.2.1", "", rates).isEmpty());
        assertTrue(count(BOT, "192.0.2.1", "", rates).isEmpty());
        for (int i = 0; i < 200_000; i++) {
            var _ = count(SECOND, "192.0.2.3", "session-" + i, patient);
        }
        assertEquals(Limit.PUBLIC_CHAT, over(BOT, "192.0.2.1", "", rates));
        assertEquals(Limit.CHATBOT, over(BOT, "192.0.2.2", "", rates));
        assertTrue(limits.size() < 100_000, "buckets: " + limits.size());
    }

    private Optional<Over> message() {
        return count(BOT, "192.0.2.1", "", TWO_EACH);
    }

    private Limit over(ChatbotKey chatbot, String address, String session, Rates rates) {
        return count(chatbot, address, session, rates).orElseThrow().limit();
    }

    private Optional<Over> count(ChatbotKey chatbot, String address, String session, Rates rates) {
        Optional<String> sent = Optional.of(session).filter(each -> !each.isEmpty());
        return limits.count(new Asker(chatbot, address, sent, Optional.empty()), rates);
    }
}
