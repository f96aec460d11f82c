package io.zaaky.retrieval.hybrid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.jspecify.annotations.Nullable;

/** Splits text into the words that are indexed and looked up. Safe to call from many threads. */
public final class TextAnalysis {
    private final Analyzer analyzer;
    private final Language language;
    private final Set<String> fillers;

    public TextAnalysis(Language language) {
        this.language = language;
        analyzer = new Fresh(language.analyzer());
        fillers = Fillers.of(language);
    }

    /**
     * A word and its position.
     *
     * @param word the word as it is indexed
     * @param start where it begins in the text, in UTF-16 units
     * @param end where it ends, exclusive
     */
    record Token(String word, int start, int end) {}

    /** The words of {@code text}, in order, without stop words. */
    public List<String> words(String text) {
        return tokens(text).stream().map(Token::word).toList();
    }

    private List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream("", text)) {
            CharTermAttribute word = stream.addAttribute(CharTermAttribute.class);
            OffsetAttribute place = stream.addAttribute(OffsetAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                tokens.add(new Token(word.toString(), place.startOffset(), place.endOffset()));
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory can't be read", e);
        }
        return tokens;
    }

    /**
     * The words of a question that carry meaning, as looked up and as written in the question. None
     * for a language whose fillers are unknown.
     */
    Map<String, String> named(String question) {
        return switch (language) {
            case CJK, NONE -> Map.of();
            case DA, DE, EN, ES, FR, IT, NL, PT, SV ->
                    AskedWords.of(question, tokens(question), fillers);
        };
    }

    /** How often each word occurs in {@code text}, in the order of first occurrence. */
    public Map<String, Integer> counts(String text) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String word : words(text)) {
            counts.merge(word, 1, Integer::sum);
        }
        return counts;
    }

    /**
     * Creates its components anew for each text. Lucene would cache a set of them per thread, which
     * never pays off with virtual threads, because each lives for one question.
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
