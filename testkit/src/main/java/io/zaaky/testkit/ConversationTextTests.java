package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.Lookup;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.Role;
import io.zaaky.spi.Signals;
import io.zaaky.spi.Source;
import io.zaaky.spi.StoredMessage;
import io.zaaky.spi.Timing;
import io.zaaky.spi.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everything that was stored is returned unchanged. */
abstract class ConversationTextTests extends ConversationStoreContractSupport {

    @Test
    public final void everyStateAndAllMetadataComeBackAsTheyWent() {
        ConversationKey key = key();
        List<StoredMessage> messages = new ArrayList<>();
        for (MessageState state : MessageState.values()) {
            messages.add(new StoredMessage(random(), Role.ASSISTANT, "text", state, NOON, full()));
        }
        store.append(key, messages, 0);

        assertEquals(
                messages.stream().map(ConversationStoreContractSupport::stored).toList(),
                store.recent(key, 100));
    }

    @Test
    public final void textOfAnyScriptAndAMegabyteOfItComeBackUnchanged() {
        ConversationKey key = key();
        String megabyte = "Grüße, 世界! ".repeat(1 << 16) + "👩‍🚀";
        List<String> texts =
                List.of(
                        "naïve café Straße",
                        "שלום עולם",
                        "你好",
                        "👍🏽 👩‍👩‍👧‍👦",
                        "tab\tnew\r\nline",
                        megabyte);
        texts.forEach(text -> store.append(key, List.of(user(text)), 0));

        List<String> found = contents(store.recent(key, 10));
        for (int i = 0; i < texts.size(); i++) {
            assertTrue(texts.get(i).equals(found.get(i)), "text " + i + " came back changed");
        }
    }

    @Test
    @Tag("UP-18")
    public final void whatADatabaseCannotHoldIsTakenOutNotRefused() {
        ConversationKey key = key();
        StoredMessage message = user("a\u0000b\ud800c\udc00d👍");
        store.append(key, List.of(message), 0);
        assertEquals(List.of("ab\ufffdc\ufffdd👍"), contents(store.recent(key, 10)));

        StoredMessage updated = with(message, "\u0000x\udfff", MessageState.COMPLETE);
        assertTrue(store.update(key, updated));
        assertEquals(List.of("x\ufffd"), contents(store.recent(key, 10)));
    }

    @Test
    public final void hostileStringsAreData() {
        String attack =
                "'); DELETE FROM messages; -- \" ; DROP TABLE conversations; /* ${x} :y ? %s";
        var key = new ConversationKey(desk, attack);
        ConversationKey bystander = key();
        store.append(bystander, List.of(user("safe")), 0);
        var metadata =
                new StoredMessage.Metadata(
                        List.of(new Source(1, attack, attack, attack, attack, 0.5, true)),
                        new ContextQuality(
                                ContextQuality.Verdict.WEAK,
                                0.5,
                                1,
                                List.of(attack, "\"}]"),
                                new Signals(0, 0, 0, 0, 0, 0, 0, List.of(attack), List.of("\"}]"))),
                        Usage.NONE,
                        attack,
                        attack,
                        attack,
                        Optional.of(
                                new Lookup(
                                        List.of(attack, "\"}]"),
                                        List.of(new Lookup.Hit(attack, 0, 0.5, attack)),
                                        ContextQuality.Verdict.NONE)),
                        Timing.NONE);
        var message =
                new StoredMessage(
                        random(), Role.ASSISTANT, attack, MessageState.COMPLETE, NOON, metadata);
        store.append(key, List.of(message), 0);

        assertEquals(List.of(stored(message)), store.recent(key, 10));
        assertTrue(store.delete(key));
        assertEquals(List.of("safe"), contents(store.recent(bystander, 10)));
    }

    @Test
    public final void theSessionItselfIsNowhereInTheDatabase() {
        ConversationKey key = key();
        String marker = "marker-" + random();
        store.append(key, List.of(user(marker)), 0);

        String everything = everythingStored();
        assertTrue(everything.contains(marker), "the search finds nothing at all");
        byte[] session = key.session().getBytes(StandardCharsets.UTF_8);
        assertFalse(everything.contains(key.session()), "the session is stored");
        assertFalse(
                everything.contains(Base64.getEncoder().withoutPadding().encodeToString(session)),
                "the session is stored in Base64");
    }
}
