package io.zaaky.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Component;
import io.zaaky.spi.Database;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.Passage;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.PluginProvider;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.RetrievalQuery;
import io.zaaky.spi.Retriever;
import io.zaaky.spi.RetrieverProvider;
import io.zaaky.testkit.FakeEmbedding;
import io.zaaky.testkit.TestContext;
import io.zaaky.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * {@code run retrieval}: how long a search takes over many chunks, with the embedding of the
 * question. The index is built once and kept in a folder.
 */
final class RetrievalReport {
    static final Set<String> OPTIONS =
            Set.of(
                    "chunks",
                    "questions",
                    "warm-up",
                    "embedding",
                    "retriever",
                    "data",
                    "top-k",
                    "passages",
                    "per-document",
                    "database");

    /**
     * A neighbour with few documents; finding them may require a search among the large chatbot's
     * too.
     */
    private static final ChatbotKey SMALL = new ChatbotKey("bench", "small");

    private static final int SMALL_CHUNKS = 50;

    private final Options options;
    private final WordSoup soup;
    private final int perDocument;
    private final int documents;
    private final ChatbotKey chatbot;

    RetrievalReport(Options options) {
        this.options = options;
        this.perDocument = options.number("per-document", isQuick() ? 100 : 10);
        this.soup = new WordSoup(20261123, perDocument);
        this.documents = options.number("chunks", 10_000) / perDocument;
        String name = isQuick() ? "quick-" + documents : "retrieval";
        boolean isUsual = perDocument == (isQuick() ? 100 : 10);
        this.chatbot = new ChatbotKey("bench", isUsual ? name : name + "-" + perDocument);
    }

    private boolean isQuick() {
        return options.text("passages", "real").equals("quick");
    }

    private EmbeddingModel embedding(PluginContext context) {
        EmbeddingModel real =
                component(EmbeddingModelProvider.class, options.text("embedding", "onnx"), context);
        return isQuick() ? new QuickEmbedding(real, new FakeEmbedding()) : real;
    }

    private HikariDataSource database() {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(options.text("database", "jdbc:postgresql://127.0.0.1/zaaky"));
        pool.setInitializationFailTimeout(-1); // the database may not be needed
        pool.setMinimumIdle(0);
        return pool;
    }

    String run() throws IOException {
        Path data = options.folder("data", "bench/target/retrieval-data");
        try (HikariDataSource pool = database()) {
            var main = new Database("main", Database.Dialect.POSTGRESQL, pool);
            return run(new TestContext(chatbot, data, Optional.of(main), Optional.empty()));
        }
    }

    private String run(TestContext context) {
        try (EmbeddingModel embedding = embedding(context);
                Retriever retriever =
                        component(
                                RetrieverProvider.class,
                                options.text("retriever", "lucene"),
                                context.with(embedding))) {
            if (!(retriever instanceof DocumentIndex index)) {
                throw new IllegalArgumentException("this retriever has no index to fill");
            }
            String indexing = fill(index, chatbot, documents);
            fillSmall(index);
            return indexing + "\n\n" + ask(embedding, index) + "\n" + small(index);
        }
    }

    private static <C extends Component> C component(
            Class<? extends PluginProvider<C>> kind, String type, PluginContext context) {
        return component(kind, type, Map.of(), context);
    }

    static <C extends Component> C component(
            Class<? extends PluginProvider<C>> kind,
            String type,
            Map<String, ?> node,
            PluginContext context) {
        for (PluginProvider<C> provider : ServiceLoader.load(kind)) {
            if (provider.type().equals(type)) {
                var settings = TestSettings.of(node);
                C component = provider.create(settings.settings(), context);
                if (!settings.problems().isEmpty()) {
                    throw new IllegalArgumentException(settings.problems().toString());
                }
                return component;
            }
        }
        throw new IllegalArgumentException("no " + kind.getSimpleName() + " of type " + type);
    }

    /** Adds the documents that are missing. */
    private String fill(DocumentIndex index, ChatbotKey chatbot, int documents) {
        long start = System.nanoTime();
        int added = 0;
        for (int i = 0; i < documents; i++) {
            Document document = soup.document(i);
            boolean there =
                    index.find(chatbot, document.id())
                            .filter(info -> info.hash().equals(document.hash()))
                            .isPresent();
            if (!there) {
                index.put(chatbot, document);
                added++;
            }
            if (added % 100 == 99) {
                System.err.println("indexed " + (i + 1) + " documents of " + documents);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return String.format(
                Locale.ROOT,
                "%d documents in the index; %d chunks added in %.1f s",
                index.count(chatbot),
                added * perDocument,
                seconds);
    }

    private String ask(EmbeddingModel embedding, DocumentIndex index) {
        int questions = options.number("questions", 500);
        var embed = new Samples(questions);
        var whole = new Samples(questions);
        int found = 0;
        for (int i = -options.number("warm-up", 1000); i < questions; i++) {
            int number = Math.floorMod(i * 7919, documents);
            String question = soup.question(number, Math.floorMod(i, 10));
            long start = System.nanoTime();
            List<float[]> vectors = embedding.embed(List.of(question), Purpose.QUERY);
            long embedded = System.nanoTime();
            var query = new RetrievalQuery(chatbot, question, options.number("top-k", 5));
            boolean right =
                    index.retrieve(query).passages().stream()
                            .anyMatch(p -> p.documentId().equals(WordSoup.id(number)));
            long end = System.nanoTime();
            if (i >= 0 && vectors.size() == 1) {
                embed.add(embedded - start);
                whole.add(end - embedded);
                found += right ? 1 : 0;
            }
        }
        return new Table("what", "questions", "p50 ms", "p99 ms", "max ms")
                        .row(times("embedding the question", embed))
                        .row(times("search, with the embedding", whole))
                + "\nThe right document was among the passages for "
                + Table.percent((double) found / questions)
                + " of the questions.";
    }

    private static void fillSmall(DocumentIndex index) {
        var few = new WordSoup(20261123, 10);
        for (int i = 0; i < SMALL_CHUNKS / 10; i++) {
            index.put(SMALL, few.document(i));
        }
    }

    /** Whether the chatbot with few chunks gets all of them, whatever the question. */
    private String small(DocumentIndex index) {
        int chunks = SMALL_CHUNKS;
        int found = 0;
        int first = 0;
        for (int i = 0; i < chunks; i++) {
            int number = i / 10;
            String question = soup.question(number, i % 10);
            List<Passage> passages =
                    index.retrieve(new RetrievalQuery(SMALL, question, chunks)).passages();
            found += passages.size();
            first += passages.getFirst().documentId().equals(WordSoup.id(number)) ? 1 : 0;
        }
        return String.format(
                Locale.ROOT,
                "A chatbot of %d chunks beside it got %s of them for each question, the right"
                        + " document first for %s.",
                chunks,
                Table.percent((double) found / chunks / chunks),
                Table.percent((double) first / chunks));
    }

    private static String[] times(String what, Samples samples) {
        return new String[] {
            what,
            String.valueOf(samples.count()),
            Table.millis(samples.percentile(0.5)),
            Table.millis(samples.percentile(0.99)),
            Table.millis(samples.max())
        };
    }
}
