package io.zaaky.retrieval.lucene;

import io.zaaky.retrieval.hybrid.Best;
import io.zaaky.retrieval.hybrid.SideBits;
import io.zaaky.retrieval.hybrid.UnitVector;
import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.VectorUtil;

/**
 * Finds the chunks whose vectors are nearest. In segments of up to {@link #COMPARED} chunks, all
 * vectors are compared, which is exact. In larger segments, the {@link Sketch sketches} are
 * compared first, then the vectors of the nearest candidates. The largest segments have a graph
 * (HNSW).
 *
 * <p>Comparing two vectors of 384 numbers that are not in the processor's cache takes some 290 ns,
 * two sketches 15 ns. A graph is no faster up to some 200,000 chunks, and is rebuilt whenever
 * segments are merged.
 *
 * @param most how many chunks are wanted
 */
record VectorLeg(Chunks chunks, String field, Sketches sketches, int most) {
    private static final int COMPARED = 2000;
    private static final int SKETCHED = 200_000;

    /** In Lucene's unit: a graph is built for more than this × ln(chunks) chunks. */
    private static final int GRAPH_FROM = 16_000;

    /** A walk finds this many times the wanted number, because it misses some. */
    private static final int WALK = 2;

    static final KnnVectorsFormat FORMAT =
            new Lucene99HnswVectorsFormat(
                    Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
                    Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH,
                    Lucene99HnswVectorsFormat.DEFAULT_NUM_MERGE_WORKER,
                    null,
                    GRAPH_FROM);

    Best nearest(UnitVector question) throws IOException {
        var best = new Best(most);
        var likely = new Best(SideBits.likely(most, (int) chunks.bm25().chunks()));
        for (Chunks.Segment segment : chunks.segments()) {
            FloatVectorValues values = segment.reader().getFloatVectorValues(field);
            if (values == null) {
                continue;
            }
            int visible = segment.visible().cardinality();
            if (visible <= COMPARED) {
                compare(segment, values, question, best);
            } else if (visible <= SKETCHED || values.size() <= SKETCHED) {
                guess(segment, values, question, likely);
            } else {
                walk(segment, question, best);
            }
        }
        compare(likely.chunks().sorted().toArray(), question, best);
        return best;
    }

    private static void compare(
            Chunks.Segment segment, FloatVectorValues values, UnitVector question, Best best)
            throws IOException {
        KnnVectorValues.DocIndexIterator all = values.iterator();
        for (int doc = all.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = all.nextDoc()) {
            if (segment.visible().get(doc)) {
                compare(segment, doc, values.vectorValue(all.index()), question, best);
            }
        }
    }

    private static void compare(
            Chunks.Segment segment, int doc, float[] vector, UnitVector question, Best best) {
        best.offer(segment.base() + doc, VectorUtil.dotProduct(question.numbers(), vector));
    }

    /**
     * All segments share one set of candidates; otherwise each would need a full set of its own.
     */
    private void guess(
            Chunks.Segment segment, FloatVectorValues values, UnitVector question, Best likely)
            throws IOException {
        FixedBitSet visible = segment.visible();
        sketches.of(segment.reader(), field, values.copy())
                .guess(
                        question,
                        (entry, cosine) -> {
                            if (visible.get(entry)) {
                                likely.offer(segment.base() + entry, cosine);
                            }
                        });
    }

    private void compare(int[] sorted, UnitVector question, Best best) throws IOException {
        int next = 0;
        for (Chunks.Segment segment : chunks.segments()) {
            int end = segment.base() + segment.reader().maxDoc();
            if (next == sorted.length || sorted[next] >= end) {
                continue;
            }
            FloatVectorValues values = segment.reader().getFloatVectorValues(field);
            KnnVectorValues.DocIndexIterator at = values.iterator();
            for (; next < sorted.length && sorted[next] < end; next++) {
                int doc = at.advance(sorted[next] - segment.base());
                compare(segment, doc, values.vectorValue(at.index()), question, best);
            }
        }
    }

    private void walk(Chunks.Segment segment, UnitVector question, Best best) throws IOException {
        FixedBitSet visible = segment.visible();
        AcceptDocs accept =
                AcceptDocs.fromIteratorSupplier(
                        () -> new BitSetIterator(visible, visible.approximateCardinality()),
                        null,
                        segment.reader().maxDoc());
        TopDocs found =
                segment.reader()
                        .searchNearestVectors(
                                field, question.numbers(), WALK * most, accept, Integer.MAX_VALUE);
        for (ScoreDoc one : found.scoreDocs) {
            best.offer(segment.base() + one.doc, 2 * one.score - 1); // score = (1 + cosine) / 2
        }
    }
}
