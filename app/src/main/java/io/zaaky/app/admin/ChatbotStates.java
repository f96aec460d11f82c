package io.zaaky.app.admin;

import io.zaaky.app.admin.ChatbotState.Today;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.ModelState;
import io.zaaky.app.knowledge.ChatbotDocuments;
import io.zaaky.app.knowledge.DocumentCounts;
import io.zaaky.app.knowledge.KnowledgeSyncs;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Ledger;
import io.zaaky.spi.PluginException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Checks the chatbots' states by asking their components, all concurrently. Each chatbot has one
 * check at a time, and all callers that ask in the meantime share the next one, so that a chatbot
 * that hangs does not accumulate threads. Safe to call from many threads.
 */
public final class ChatbotStates {
    private static final Logger LOG = System.getLogger(ChatbotStates.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final ChatbotState SILENT =
            new ChatbotState(
                    Optional.empty(),
                    Optional.empty(),
                    List.of("Its documents or conversations do not answer."));

    /**
     * A check of a chatbot, under way or queued.
     *
     * @param state completed in any case
     */
    private record Look(Chatbot chatbot, CompletableFuture<ChatbotState> state) {}

    private final KnowledgeSyncs knowledge;
    private final Map<ChatbotKey, Deque<Look>> looks = new HashMap<>(); // guarded by itself

    public ChatbotStates(KnowledgeSyncs knowledge) {
        this.knowledge = knowledge;
    }

    /**
     * The states of these chatbots, in order. A chatbot that has not responded after a few seconds
     * gets a state that says so.
     */
    public Map<Chatbot, ChatbotState> of(List<Chatbot> chatbots) {
        Map<Chatbot, CompletableFuture<ChatbotState>> begun = new LinkedHashMap<>();
        chatbots.forEach(chatbot -> begun.put(chatbot, begin(chatbot)));
        long end = System.nanoTime() + PATIENCE.toNanos();
        Map<Chatbot, ChatbotState> states = new LinkedHashMap<>();
        begun.forEach((chatbot, look) -> states.put(chatbot, await(look, end)));
        return states;
    }

    /**
     * Queues a check that begins after this call: one already under way may miss earlier changes.
     */
    private CompletableFuture<ChatbotState> begin(Chatbot chatbot) {
        synchronized (looks) {
            Deque<Look> queue = looks.computeIfAbsent(chatbot.key(), _ -> new ArrayDeque<>(2));
            if (queue.size() > 1 && queue.getLast().chatbot() == chatbot) {
                return queue.getLast().state();
            }
            var look = new Look(chatbot, new CompletableFuture<>());
            queue.add(look);
            if (queue.size() == 1) {
                Thread.startVirtualThread(() -> lookInTurn(look));
            }
            return look.state();
        }
    }

    private void lookInTurn(Look first) {
        Optional<Look> look = Optional.of(first);
        while (look.isPresent()) {
            look(look.get());
            look = next(first.chatbot().key());
        }
    }

    private void look(Look look) {
        try {
            look.chatbot().whileOpen(() -> look.state().complete(look(look.chatbot())));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, look.chatbot().key() + " cannot be looked at", e);
        } finally {
            look.state().complete(SILENT); // no effect if it is complete
        }
    }

    /** Removes the finished check and returns the next one. */
    private Optional<Look> next(ChatbotKey key) {
        synchronized (looks) {
            Deque<Look> queue = looks.getOrDefault(key, new ArrayDeque<>());
            queue.poll();
            if (queue.isEmpty()) {
                looks.remove(key);
            }
            return Optional.ofNullable(queue.peek());
        }
    }

    private static ChatbotState await(CompletableFuture<ChatbotState> look, long end) {
        try {
            return look.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return SILENT;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // never: the future has no failure
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SILENT;
        }
    }

    private ChatbotState look(Chatbot chatbot) {
        List<String> problems = new ArrayList<>();
        for (ModelState model : chatbot.models()) {
            if (model.away()) {
                problems.add(
                        "The model %s of %s is not asked at the moment, as its last calls failed."
                                .formatted(model.model(), model.provider()));
            }
        }
        Optional<Today> today = today(chatbot, problems);
        Optional<DocumentCounts> counts =
                knowledge.documents(chatbot.key()).flatMap(all -> counts(all, problems));
        return new ChatbotState(counts, today, List.copyOf(problems));
    }

    private static Optional<Today> today(Chatbot chatbot, List<String> problems) {
        try {
            chatbot.transcript().check();
            LocalDate day = LocalDate.now(ZoneOffset.UTC);
            List<Ledger.Sum> sums = chatbot.transcript().ledger().sums(chatbot.key(), day, day);
            return Optional.of(
                    new Today(
                            sums.stream().mapToLong(Ledger.Sum::answers).sum(),
                            sums.stream()
                                    .mapToLong(sum -> sum.promptTokens() + sum.completionTokens())
                                    .sum()));
        } catch (PluginException e) {
            problems.add("Conversations cannot be read or written at the moment.");
            return Optional.empty();
        }
    }

    private static Optional<DocumentCounts> counts(
            ChatbotDocuments documents, List<String> problems) {
        try {
            if (documents.isHindered()) {
                problems.add("Documents cannot be indexed at the moment; that is tried again.");
            }
            DocumentCounts counts = documents.counts();
            if (counts.failed() > 0) {
                problems.add(
                        "Documents that could not be taken: "
                                + counts.failed()
                                + "; the list of documents says why.");
            }
            return Optional.of(counts);
        } catch (PluginException e) {
            problems.add("Documents cannot be searched at the moment.");
            return Optional.empty();
        }
    }
}
