package io.zaaky.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.ConversationArchive;
import io.zaaky.spi.ConversationArchive.Filter;
import io.zaaky.spi.ConversationArchive.Page;
import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.ConversationStoreProvider;
import io.zaaky.spi.Cursor;
import io.zaaky.spi.Database;
import io.zaaky.spi.Feedback;
import io.zaaky.spi.Outcome;
import io.zaaky.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code run conversations}: how long a page of a chatbot's many conversations takes, by search
 * criterion, and how much memory an export of all of them holds. The conversations are created once
 * and kept.
 */
final class ConversationsReport {
    static final Set<String> OPTIONS = Set.of("conversations", "pages", "page", "data", "database");

    private static final int EVERY = 10_000; // exported conversations between two measurements

    private final Options options;
    private final int conversations;
    private final int page;

    ConversationsReport(Options options) {
        this.options = options;
        this.conversations = options.number("conversations", 100_000);
        this.page = options.number("page", 50);
    }

    String run() throws IOException {
        Path data = options.folder("data", "bench/target/conversations-data");
        String url = options.text("database", "jdbc:sqlite:" + data.resolve("zaaky.db"));
        return store(data, url);
    }

    private String store(Path data, String url) {
        try (var pool = new HikariDataSource()) {
            pool.setJdbcUrl(url);
            pool.setMaximumPoolSize(8);
            var dialect =
                    url.startsWith("jdbc:sqlite:")
                            ? Database.Dialect.SQLITE
                            : Database.Dialect.POSTGRESQL;
            var main = new Database("main", dialect, pool);
            var chatbot = new ChatbotKey("bench", "talks-" + conversations);
            var context = new TestContext(chatbot, data, Optional.of(main), Optional.empty());
            try (ConversationStore store =
                    RetrievalReport.component(
                            ConversationStoreProvider.class, "jdbc", Map.of(), context)) {
                String filled = new ManyTalks(store, chatbot, conversations).fill();
                return filled + "\n\n" + pages(store, chatbot) + "\n" + export(store, chatbot);
            }
        }
    }

    private Table pages(ConversationStore store, ChatbotKey chatbot) {
        var table = new Table("page of", "pages", "conversations", "p50 ms", "p99 ms", "max ms");
        ConversationArchive archive = store.archive();
        Optional<Instant> middle = Optional.of(ManyTalks.at(conversations / 2));
        Optional<Instant> afterwards = Optional.of(ManyTalks.at(conversations / 2 + 1000));
        row(table, "all", archive, chatbot, Filter.ALL);
        row(table, "a range in the middle", archive, chatbot, filter(middle, afterwards));
        row(table, "one in 500 failed", archive, chatbot, filter(Outcome.FAILED));
        row(table, "one in 100 has verdict none", archive, chatbot, verdict());
        row(table, "one in 1,000 is rated down", archive, chatbot, rating());
        row(table, "a word of one in 1,000", archive, chatbot, text(ManyTalks.RARE));
        row(table, "a word of each", archive, chatbot, text("ferry"));
        return table;
    }

    private static Filter filter(Optional<Instant> from, Optional<Instant> to) {
        return new Filter(from, to, Optional.empty(), Optional.empty(), Optional.empty(), "");
    }

    private static Filter filter(Outcome outcome) {
        return new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(outcome),
                "");
    }

    private static Filter verdict() {
        return new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.of(ContextQuality.Verdict.NONE),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    private static Filter rating() {
        return new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Feedback.Rating.DOWN),
                Optional.empty(),
                "");
    }

    private static Filter text(String text) {
        return new Filter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                text);
    }

    /**
     * Reads pages from the first on, as far as there are any. Runs twice, and the second run
     * counts.
     */
    private void row(
            Table table,
            String what,
            ConversationArchive archive,
            ChatbotKey chatbot,
            Filter filter) {
        var samples = new Samples(options.number("pages", 400));
        for (int round = 0; round < 2; round++) {
            samples = new Samples(options.number("pages", 400));
            long found = 0;
            Optional<Cursor> after = Optional.empty();
            do {
                long start = System.nanoTime();
                Page read = archive.list(chatbot, filter, after, page);
                samples.add(System.nanoTime() - start);
                found += read.conversations().size();
                after = read.next();
            } while (after.isPresent() && samples.count() < options.number("pages", 400));
            if (round == 1) {
                table.row(
                        what,
                        String.valueOf(samples.count()),
                        String.valueOf(found),
                        Table.millis(samples.percentile(0.5)),
                        Table.millis(samples.percentile(0.99)),
                        Table.millis(samples.max()));
            }
        }
    }

    /** Measures the live memory from time to time, after a garbage collection. */
    private static String export(ConversationStore store, ChatbotKey chatbot) {
        long before = live();
        var most = new AtomicLong(before);
        var count = new AtomicLong();
        var messages = new AtomicLong();
        long start = System.nanoTime();
        var looking = new AtomicLong();
        store.archive()
                .export(
                        chatbot,
                        Instant.EPOCH,
                        Instant.ofEpochMilli(Long.MAX_VALUE / 2),
                        each -> {
                            messages.addAndGet(each.messages().size());
                            if (count.incrementAndGet() % EVERY == 0) {
                                long look = System.nanoTime();
                                most.accumulateAndGet(live(), Math::max);
                                looking.addAndGet(System.nanoTime() - look);
                            }
                        });
        double seconds = (System.nanoTime() - start - looking.get()) / 1e9;
        return "An export of %d conversations with %d messages took %s s; live heap %s MB before it, %s MB at most during it."
                .formatted(
                        count.get(),
                        messages.get(),
                        Table.decimal(seconds, 1),
                        Table.decimal(before / 1e6, 1),
                        Table.decimal(most.get() / 1e6, 1));
    }

    private static long live() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
