package io.zaaky.retrieval.lucene;

import java.util.Iterator;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;

/** Words that have already been counted, as a token stream for Lucene. Can be read once. */
final class CountedWords extends TokenStream {
    static final FieldType TYPE = type();

    private final CharTermAttribute word = addAttribute(CharTermAttribute.class);
    private final TermFrequencyAttribute count = addAttribute(TermFrequencyAttribute.class);
    private final Iterator<Map.Entry<String, Integer>> words;

    CountedWords(Map<String, Integer> words) {
        this.words = words.entrySet().iterator();
    }

    private static FieldType type() {
        var type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.setTokenized(true);
        type.setOmitNorms(true); // exact lengths are stored in a separate field
        type.freeze();
        return type;
    }

    @Override
    public boolean incrementToken() {
        if (!words.hasNext()) {
            return false;
        }
        clearAttributes();
        Map.Entry<String, Integer> next = words.next();
        word.append(next.getKey());
        count.setTermFrequency(next.getValue());
        return true;
    }
}
