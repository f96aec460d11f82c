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
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks how chatbots are: what their components say now, all side by side. Whoever asks while a
 * chatbot is looked at gets what comes of that, so that one that hangs gathers no threads. Safe to
 * call from many threads.
 */
public final class ChatbotStates {
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final ChatbotState SILENT =
            new ChatbotState(
                    Optional.empty(),
                    Optional.empty(),
                    List.of("Its documents or conversations do not answer."));

    private final KnowledgeSyncs knowledge;
    private final Map<ChatbotKey, CompletableFuture<ChatbotState>> looks =
            new ConcurrentHashMap<>();

    public ChatbotStates(KnowledgeSyncs knowledge) {
        this.knowledge = knowledge;
    }

    /** The states of these, in their order; after a few seconds without what is not known then. */
    public Map<Chatbot, ChatbotState> of(List<Chatbot> chatbots) {
        Map<Chatbot, CompletableFuture<ChatbotState>> begun = new LinkedHashMap<>();
        chatbots.forEach(chatbot -> begun.put(chatbot, begin(chatbot)));
        long end = System.nanoTime() + PATIENCE.toNanos();
        Map<Chatbot, ChatbotState> states = new LinkedHashMap<>();
        begun.forEach((chatbot, look) -> states.put(chatbot, await(look, end)));
        return states;
    }

    private CompletableFuture<ChatbotState> begin(Chatbot chatbot) {
        return looks.computeIfAbsent(
                chatbot.key(),
                key -> {
                    var look = new CompletableFuture<ChatbotState>();
                    Thread.startVirtualThread(() -> look(chatbot, look));
                    return look;
                });
    }

    private void look(Chatbot chatbot, CompletableFuture<ChatbotState> look) {
        try {
            chatbot.whileOpen(() -> look.complete(look(chatbot)));
        } finally {
            look.complete(SILENT); // unless it is complete
            looks.remove(chatbot.key(), look);
        }
    }

    private static ChatbotState await(CompletableFuture<ChatbotState> look, long end) {
        try {
            return look.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return SILENT;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // never: it has no failure
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
