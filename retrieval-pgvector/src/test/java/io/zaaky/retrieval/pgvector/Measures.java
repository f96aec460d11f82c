package io.zaaky.retrieval.pgvector;

import io.zaaky.spi.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** How good a ranking is, as trec_eval counts; and passages to measure speed on. */
final class Measures {
    private static final int WORDS = 60;

    private Measures() {}

    static double ndcg(List<String> found, Map<String, Integer> grades, int depth) {
        double gain = 0;
        for (int i = 0; i < Math.min(depth, found.size()); i++) {
            gain += grades.getOrDefault(found.get(i), 0) / log2(i + 2);
        }
        List<Integer> best = new ArrayList<>(grades.values());
        best.sort(Collections.reverseOrder());
        double most = 0;
        for (int i = 0; i < Math.min(depth, best.size()); i++) {
            most += best.get(i) / log2(i + 2);
        }
        return gain / most;
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    static double recall(List<String> found, Map<String, Integer> grades, int depth) {
        long hits = found.stream().limit(depth).filter(grades::containsKey).count();
        return (double) hits / grades.size();
    }

    /** Twenty passages a document, each of 60 words from somewhere in the collection. */
    static List<Document> passages(List<Document> abstracts, int chunks) {
        String[] words =
                String.join(" ", abstracts.stream().map(a -> a.chunks().getFirst().text()).toList())
                        .split(" ", -1);
        List<Document> documents = new ArrayList<>();
        int step = Math.max(1, (words.length - WORDS) / chunks);
        for (int from = 0; documents.size() * 20 < chunks; ) {
            List<Document.Chunk> parts = new ArrayList<>();
            for (int i = 0; i < 20; i++, from += step) {
                String[] part = Arrays.copyOfRange(words, from, from + WORDS);
                parts.add(new Document.Chunk("", String.join(" ", part)));
            }
            String id = "p" + documents.size();
            documents.add(new Document(id, "", "", id, parts));
        }
        return documents;
    }
}
