package io.zaaky.retrieval.lucene;

import io.zaaky.retrieval.hybrid.Bm25;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/**
 * The chunks that a search may see: those of its chatbot and edition that have not been replaced.
 *
 * @param segments parts of the index
 * @param bm25 the exact BM25 statistics
 */
record Chunks(List<Segment> segments, Bm25 bm25) {

    /**
     * A part of the index, whose entry numbers begin at {@code base}.
     *
     * @param visible which of its entries are chunks that the search may see
     * @param lengths how many words each of them has; four bytes per entry
     * @param isWhole whether all entries with words are visible, so that Lucene's own counts are
     *     correct
     */
    record Segment(
            LeafReader reader, int base, FixedBitSet visible, Lengths lengths, boolean isWhole) {}

    /** The number of words of each entry. */
    static final class Lengths {
        private final int[] words;

        Lengths(int entries) {
            words = new int[entries];
        }

        int of(int entry) {
            return words[entry];
        }
    }

    boolean isEmpty() {
        return bm25.chunks() == 0;
    }

    static Chunks of(DirectoryReader reader, Scope scope) throws IOException {
        var searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        Query query = searcher.rewrite(scope.entries(Fields.KIND_CHUNK));
        Weight weight = searcher.createWeight(query, ScoreMode.COMPLETE_NO_SCORES, 1);
        List<Segment> segments = new ArrayList<>();
        long chunks = 0;
        long words = 0;
        // Not the reader's own list: two concurrent first searches may each create a list of their
        // own.
        for (LeafReaderContext leaf : searcher.getTopReaderContext().leaves()) {
            Segment segment = segment(leaf, weight);
            int visible = segment.visible().cardinality();
            if (visible > 0) {
                segments.add(segment);
                chunks += visible;
                words += words(segment);
            }
        }
        return new Chunks(segments, new Bm25(chunks, chunks == 0 ? 0 : (double) words / chunks));
    }

    private static Segment segment(LeafReaderContext leaf, Weight weight) throws IOException {
        LeafReader reader = leaf.reader();
        var visible = new FixedBitSet(reader.maxDoc());
        var lengths = new Lengths(reader.maxDoc());
        Scorer scorer = weight.scorer(leaf);
        if (scorer != null) {
            Bits live = reader.getLiveDocs();
            NumericDocValues values = reader.getNumericDocValues(Fields.LENGTH);
            DocIdSetIterator found = scorer.iterator();
            for (int doc = found.nextDoc();
                    doc != DocIdSetIterator.NO_MORE_DOCS;
                    doc = found.nextDoc()) {
                if ((live == null || live.get(doc)) && values.advanceExact(doc)) {
                    visible.set(doc);
                    lengths.words[doc] = (int) values.longValue();
                }
            }
        }
        boolean whole = visible.cardinality() == reader.getDocCount(Fields.WORDS);
        return new Segment(reader, leaf.docBase, visible, lengths, whole);
    }

    private static long words(Segment segment) {
        long words = 0;
        for (int length : segment.lengths().words) {
            words += length;
        }
        return words;
    }
}
