package io.zaaky.retrieval.lucene;

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
 * The chunks whose vectors are nearest. Segments of up to some 20,000 chunks are compared one by
 * one: that is exact, takes about as long as walking a graph, and there is no graph to build when a
 * document comes. Larger ones have a graph (HNSW).
 *
 * <p>Comparing two vectors of 384 numbers takes 140 ns, with the virtual machine's option {@code
 * --add-modules jdk.incubator.vector} 40 ns. Bytes instead of floats gain nothing without it.
 */
final class VectorLeg {
    /** In Lucene's measure: a graph is built for more than this × ln(chunks) chunks. */
    private static final int GRAPH_FROM = 2000;

    private static final int EXACT = 20_000;

    /** How many times as many as wanted are met, as a walk misses some. */
    private static final int WALK = 2;

    static final KnnVectorsFormat FORMAT =
            new Lucene99HnswVectorsFormat(
                    Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN,
                    Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH,
                    Lucene99HnswVectorsFormat.DEFAULT_NUM_MERGE_WORKER,
                    null,
                    GRAPH_FROM);

    private VectorLeg() {}

    static Best nearest(Chunks chunks, String field, UnitVector question, int most)
            throws IOException {
        var best = new Best(most);
        for (Chunks.Segment segment : chunks.segments()) {
            FloatVectorValues values = segment.reader().getFloatVectorValues(field);
            if (values == null) {
                continue;
            }
            if (values.size() <= EXACT || segment.visible().cardinality() <= EXACT) {
                compare(segment, values, question, best);
            } else {
                walk(segment, field, question, WALK * most, best);
            }
        }
        return best;
    }

    private static void compare(
            Chunks.Segment segment, FloatVectorValues values, UnitVector question, Best best)
            throws IOException {
        KnnVectorValues.DocIndexIterator all = values.iterator();
        for (int doc = all.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = all.nextDoc()) {
            if (segment.visible().get(doc)) {
                float[] vector = values.vectorValue(all.index());
                best.offer(segment.base() + doc, VectorUtil.dotProduct(question.numbers(), vector));
            }
        }
    }

    private static void walk(
            Chunks.Segment segment, String field, UnitVector question, int met, Best best)
            throws IOException {
        FixedBitSet visible = segment.visible();
        AcceptDocs accept =
                AcceptDocs.fromIteratorSupplier(
                        () -> new BitSetIterator(visible, visible.approximateCardinality()),
                        null,
                        segment.reader().maxDoc());
        TopDocs found =
                segment.reader()
                        .searchNearestVectors(
                                field, question.numbers(), met, accept, Integer.MAX_VALUE);
        for (ScoreDoc one : found.scoreDocs) {
            best.offer(segment.base() + one.doc, one.score); // (1 + cosine) / 2
        }
    }
}
