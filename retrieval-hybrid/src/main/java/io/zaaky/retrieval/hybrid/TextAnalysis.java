package io.zaaky.retrieval.hybrid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.jspecify.annotations.Nullable;

/** Splits text into the words that are indexed and looked up. Safe to call from many threads. */
public final class TextAnalysis {
    private final Analyzer analyzer;

    public TextAnalysis(Language language) {
        analyzer = new Fresh(language.analyzer());
    }

    /** The words of {@code text}, in order, without those that don't count. */
    public List<String> words(String text) {
        List<String> words = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream("", text)) {
            CharTermAttribute word = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                words.add(word.toString());
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory can't be read", e);
        }
        return words;
    }

    /** How often each word stands in {@code text}, in the order of their first places. */
    public Map<String, Integer> counts(String text) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String word : words(text)) {
            counts.merge(word, 1, Integer::sum);
        }
        return counts;
    }

    /**
     * Makes its parts anew for each text. Lucene would keep a set of them for each thread, which
     * never pays for virtual threads, as each lives for one question.
     */
    private static final class Fresh extends AnalyzerWrapper {
        private final Analyzer analyzer;

        Fresh(Analyzer analyzer) {
            super(
                    new ReuseStrategy() {
                        @Override
                        public @Nullable TokenStreamComponents getReusableComponents(
                                Analyzer any, String field) {
                            return null;
                        }

                        @Override
                        public void setReusableComponents(
                                Analyzer any, String field, TokenStreamComponents components) {}
                    });
            this.analyzer = analyzer;
        }

        @Override
        protected Analyzer getWrappedAnalyzer(String field) {
            return analyzer;
        }
    }
}
