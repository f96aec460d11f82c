package io.zaaky.retrieval.pgvector;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Component;
import io.zaaky.spi.Document;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.PluginProvider;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.RetrievalQuery;
import io.zaaky.spi.RetrieverProvider;
import io.zaaky.testkit.TestContext;
import io.zaaky.testkit.TestSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;

/**
 * Measures a backend with the default embedding on Cranfield: {@code BACKEND FOLDER WORK CHUNKS},
 * where FOLDER holds the collection, WORK the index if it is one on disk. First how good it is
 * (nDCG@10 with linear gain, recall at 10 and 100, as trec_eval), then how fast over CHUNKS
 * passages of 60 words.
 */
final class RetrievalBench {
    private static final PrintStream OUT = System.out;
    private static final int ROUNDS = 4;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final DocumentIndex index;
    private final EmbeddingModel embedding;
    private final Cranfield cranfield;

    private RetrievalBench(DocumentIndex index, EmbeddingModel embedding, Cranfield cranfield) {
        this.index = index;
        this.embedding = embedding;
        this.cranfield = cranfield;
    }

    public static void main(String[] args) throws IOException {
        TestContext context = TestContext.in(Path.of(args[2]));
        var settings = TestSettings.of(Map.of()).settings();
        try (TestDatabase database = TestDatabase.create();
                EmbeddingModel model =
                        plugin(EmbeddingModelProvider.class, "onnx").create(settings, context);
                var index =
                        (DocumentIndex)
                                plugin(RetrieverProvider.class, args[0])
                                        .create(
                                                settings,
                                                context.with(model).with(database.database()))) {
            var bench = new RetrievalBench(index, model, Cranfield.read(Path.of(args[1])));
            bench.quality(new ChatbotKey("bench", "quality"));
            bench.speed(new ChatbotKey("bench", "speed"), Integer.parseInt(args[3]));
        }
    }

    private static <C extends Component, P extends PluginProvider<C>> P plugin(
            Class<P> kind, String type) {
        return ServiceLoader.load(kind).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private void quality(ChatbotKey chatbot) {
        fill(chatbot, cranfield.documents());
        double gain = 0;
        double ten = 0;
        double hundred = 0;
        int judged = 0;
        for (int q = 0; q < cranfield.questions().size(); q++) {
            Map<String, Integer> grades = cranfield.grades().get(q);
            if (!grades.isEmpty()) {
                List<String> found = search(chatbot, cranfield.questions().get(q), 100);
                gain += Measures.ndcg(found, grades, 10);
                ten += Measures.recall(found, grades, 10);
                hundred += Measures.recall(found, grades, 100);
                judged++;
            }
        }
        OUT.printf(
                "%d questions: nDCG@10 %.3f  R@10 %.3f  R@100 %.3f%n",
                judged, gain / judged, ten / judged, hundred / judged);
    }

    private List<String> search(ChatbotKey chatbot, String question, int topK) {
        var ids = new LinkedHashSet<String>();
        index.retrieve(new RetrievalQuery(chatbot, question, topK))
                .passages()
                .forEach(passage -> ids.add(passage.documentId()));
        return new ArrayList<>(ids);
    }

    private void fill(ChatbotKey chatbot, List<Document> documents) {
        long begin = System.nanoTime();
        if (index.count(chatbot) != documents.size()) {
            documents.forEach(document -> index.put(chatbot, document));
        }
        OUT.printf("%d documents in %.1f s%n", documents.size(), seconds(begin));
    }

    private void speed(ChatbotKey chatbot, int chunks) {
        fill(chatbot, Measures.passages(cranfield.documents(), chunks));
        List<String> questions =
                cranfield.questions().stream()
                        .map(q -> Arrays.stream(q.split(" ", -1)).limit(10).toList())
                        .map(words -> String.join(" ", words))
                        .toList();
        for (int round = 0; round < ROUNDS; round++) {
            double[] embed = new double[questions.size()];
            double[] all = new double[questions.size()];
            double[] own = new double[questions.size()];
            for (int i = 0; i < all.length; i++) {
                long begin = System.nanoTime();
                Objects.requireNonNull(embedding.embed(List.of(questions.get(i)), Purpose.QUERY));
                embed[i] = 1000 * seconds(begin);
                begin = System.nanoTime();
                long cpu = THREADS.getCurrentThreadCpuTime();
                search(chatbot, questions.get(i), 5);
                own[i] = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6;
                all[i] = 1000 * seconds(begin);
            }
            OUT.printf(
                    "embedding %s | retrieve, embedding included %s | processor time of the"
                            + " searching thread %s%n",
                    percentiles(embed), percentiles(all), percentiles(own));
        }
    }

    private static String percentiles(double[] millis) {
        Arrays.sort(millis);
        return "p50 %.2f p99 %.2f ms"
                .formatted(millis[millis.length / 2], millis[millis.length * 99 / 100]);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
