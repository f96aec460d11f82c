package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Evidence;
import io.zaaky.spi.Passage;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrievalQuery;
import io.zaaky.spi.Retriever;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueriesTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @AfterEach
    void stop() {
        threads.close();
    }

    @Test
    void allQueriesAreSearchedAndTheFirstComesFirst() {
        assertEquals(List.of("whole", "part"), search("whole", "part"));
    }

    @Test
    void aFurtherQueryThatHangsIsLeftOutAndClosed() throws Exception {
        assertEquals(List.of("whole", "part"), search("whole", "part", "hangs"));
        assertTrue(interrupted.await(30, TimeUnit.SECONDS), "the search was left running");
    }

    @Test
    void aFurtherQueryThatFailsIsLeftOut() {
        assertEquals(List.of("whole"), search("whole", "fails"));
    }

    @Test
    void whenTheFirstFailsAllFails() {
        var failure = assertThrows(PluginException.class, () -> search("fails", "part"));
        assertEquals(Reason.UNAVAILABLE, failure.reason());
    }

    private List<String> search(String... queries) {
        Retriever retriever = this::retrieve;
        var searched = new Queries(new ChatbotKey("acme", "bot"), retriever, threads);
        return searched.search(List.of(queries), 5).stream()
                .map(found -> found.passages().getFirst().text())
                .toList();
    }

    private Retrieval retrieve(RetrievalQuery query) {
        switch (query.text()) {
            case "hangs" -> hang();
            case "fails" -> throw new PluginException(Reason.UNAVAILABLE, "down");
            default -> {}
        }
        var passage = new Passage("doc", 0, "T", "", "", query.text(), 1);
        return new Retrieval(List.of(passage), Evidence.NONE);
    }

    private void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new PluginException(Reason.CANCELLED, "interrupted", e);
        }
    }
}
