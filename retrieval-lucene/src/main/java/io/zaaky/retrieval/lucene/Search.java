package io.zaaky.retrieval.lucene;

import io.zaaky.retrieval.hybrid.Best;
import io.zaaky.retrieval.hybrid.Candidate;
import io.zaaky.retrieval.hybrid.Fusion;
import io.zaaky.retrieval.hybrid.Legs;
import io.zaaky.retrieval.hybrid.Question;
import io.zaaky.retrieval.hybrid.Ranked;
import io.zaaky.retrieval.hybrid.UnitVector;
import io.zaaky.spi.Passage;
import io.zaaky.spi.Retrieval;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;

/** The search for one question, in both legs. */
record Search(Scope scope, Question question, Legs legs, int topK, double unrelatedCosine) {

    Retrieval in(Snapshot snapshot) throws IOException {
        Chunks chunks = snapshot.chunks(scope.chatbot(), scope.edition());
        String field = Fields.vector(scope.edition());
        Best nearest =
                new VectorLeg(chunks, field, snapshot.sketches, legs.depth())
                        .nearest(question.vector());
        KeywordLeg keywords =
                KeywordLeg.of(chunks, snapshot.reader.maxDoc(), question.words(), legs.depth());
        keywords.complete(nearest.chunks());
        int[] both =
                IntStream.concat(nearest.chunks(), keywords.best().chunks())
                        .sorted()
                        .distinct()
                        .toArray();
        List<Candidate> pool = candidates(chunks, both, keywords, field);
        List<Ranked> ranked = Fusion.rank(pool, legs, topK);
        int[] keys = ranked.stream().mapToInt(one -> (int) one.candidate().key()).toArray();
        Map<Integer, List<String>> held = keywords.holding(question.named().keySet(), keys);
        List<Passage> passages = new ArrayList<>();
        Map<String, String> hashes = new HashMap<>();
        for (Ranked one : ranked) {
            List<String> words = held.getOrDefault((int) one.candidate().key(), List.of());
            passages.add(passage(snapshot.reader, one, hashes).holding(question.written(words)));
        }
        return new Retrieval(
                passages, Fusion.evidence(pool, question, keywords.weights(), unrelatedCosine));
    }

    /** Both exact scores of each chunk, whichever leg found it. {@code found} must be sorted. */
    private List<Candidate> candidates(
            Chunks chunks, int[] found, KeywordLeg keywords, String field) throws IOException {
        List<Candidate> pool = new ArrayList<>(found.length);
        int next = 0;
        for (Chunks.Segment segment : chunks.segments()) {
            int end = segment.base() + segment.reader().maxDoc();
            FloatVectorValues values = segment.reader().getFloatVectorValues(field);
            var at = values.iterator();
            SortedDocValues documents = segment.reader().getSortedDocValues(Fields.PLACE);
            NumericDocValues numbers = segment.reader().getNumericDocValues(Fields.CHUNK);
            for (; next < found.length && found[next] < end; next++) {
                int doc = found[next] - segment.base();
                if (at.advance(doc) == doc
                        && documents.advanceExact(doc)
                        && numbers.advanceExact(doc)) {
                    var vector = new UnitVector(values.vectorValue(at.index()).clone());
                    pool.add(
                            new Candidate(
                                    found[next],
                                    documents.lookupOrd(documents.ordValue()).utf8ToString(),
                                    (int) numbers.longValue(),
                                    keywords.of(found[next]),
                                    question.vector().cosine(vector),
                                    vector));
                }
            }
        }
        return pool;
    }

    /**
     * @param hashes the hashes of the documents looked up for this question so far, by id
     */
    private Passage passage(DirectoryReader reader, Ranked ranked, Map<String, String> hashes)
            throws IOException {
        int key = (int) ranked.candidate().key();
        Document entry = reader.storedFields().document(key);
        String id = entry.get(Fields.ID);
        String hash = hashes.get(id);
        if (hash == null) {
            hash = Entries.hash(reader, scope, key, id);
            hashes.put(id, hash);
        }
        var chunk = Fields.chunk(entry);
        return new Passage(
                ranked.candidate().documentId(),
                ranked.candidate().chunk(),
                entry.get(Fields.TITLE),
                chunk.heading(),
                entry.get(Fields.URL),
                chunk.text(),
                ranked.score(),
                hash,
                chunk.start(),
                chunk.end());
    }
}
