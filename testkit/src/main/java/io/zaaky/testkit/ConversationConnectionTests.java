package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationArchive.Filter;
import io.zaaky.spi.ConversationKey;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.PluginException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tenants that share one connection. */
abstract class ConversationConnectionTests extends ConversationBudgetTests {

    @Test
    @Tag("TEN-15")
    public final void overOneConnectionAndThoughHalfIsCutEveryoneReadsTheirOwn() {
        try (ConversationStore ours = openOverOneConnection(desk);
                ConversationStore theirs = openOverOneConnection(stranger())) {
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                boolean us = i % 2 == 0;
                ConversationStore its = us ? ours : theirs;
                ChatbotKey chatbot = us ? desk : stranger();
                String nonce = chatbot.org() + " asks " + i;
                Thread thread =
                        Thread.ofVirtual().start(() -> foreignWords(its, chatbot, nonce, wrong));
                if (i % 4 < 2) {
                    thread.interrupt();
                }
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of(), List.copyOf(wrong));
            assertTrue(count(ours, desk) >= 125, "hardly anything was written");
            assertTrue(count(theirs, stranger()) >= 125, "hardly anything was written");
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static int count(ConversationStore store, ChatbotKey chatbot) {
        return store.archive()
                .list(chatbot, Filter.ALL, Optional.empty(), MANY)
                .conversations()
                .size();
    }

    /**
     * Writes a conversation, reads it and all others, and records anything that it should not have
     * seen.
     */
    private static void foreignWords(
            ConversationStore store, ChatbotKey chatbot, String nonce, Queue<String> wrong) {
        var key = new ConversationKey(chatbot, random());
        try {
            store.append(key, turn(nonce, nonce), 0);
            if (!contents(store.recent(key, 10)).equals(List.of(nonce, nonce))) {
                wrong.add(nonce + " reads something else");
            }
            titles(store.archive().list(chatbot, Filter.ALL, Optional.empty(), 50).conversations())
                    .stream()
                    .filter(title -> !title.startsWith(chatbot.org() + " "))
                    .forEach(title -> wrong.add(nonce + " sees " + title));
        } catch (PluginException e) {
            if (!Thread.currentThread().isInterrupted()) {
                wrong.add(nonce + ": " + e.getMessage());
            }
        }
    }
}
