package io.zaaky.retrieval.lucene;

import io.zaaky.retrieval.hybrid.Preparation;
import io.zaaky.retrieval.hybrid.UnitVector;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.DocumentInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** Looks up documents without searching. */
final class Entries {
    private Entries() {}

    /** Whether the index has an entry with this id, of any edition. */
    static boolean any(Snapshot snapshot, ChatbotKey chatbot, String id) throws IOException {
        return new IndexSearcher(snapshot.reader).count(new TermQuery(Fields.key(chatbot, id))) > 0;
    }

    static int count(Snapshot snapshot, Scope scope) throws IOException {
        return new IndexSearcher(snapshot.reader).count(scope.entries(Fields.KIND_DOCUMENT));
    }

    static Optional<DocumentInfo> find(Snapshot snapshot, Scope scope, String id)
            throws IOException {
        Terms terms = MultiTerms.getTerms(snapshot.reader, Fields.DOCUMENT);
        if (terms == null) {
            return Optional.empty();
        }
        TermsEnum keys = terms.iterator();
        return keys.seekExact(new BytesRef(Fields.keyText(scope.chatbot(), id)))
                ? info(snapshot, scope, keys)
                : Optional.empty();
    }

    /**
     * The hash of the document to which a chunk belongs; {@code ""} if it is missing. All entries
     * of a document are in one segment.
     */
    static String hash(DirectoryReader reader, Scope scope, int chunk, String id)
            throws IOException {
        LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(chunk, reader.leaves()));
        var key = new Term(Fields.DOCUMENT, Fields.keyText(scope.chatbot(), id));
        PostingsEnum found = leaf.reader().postings(key, PostingsEnum.NONE);
        Bits live = leaf.reader().getLiveDocs();
        for (int doc = found == null ? PostingsEnum.NO_MORE_DOCS : found.nextDoc();
                doc != PostingsEnum.NO_MORE_DOCS;
                doc = found.nextDoc()) {
            if (live == null || live.get(doc)) {
                return leaf.reader()
                        .storedFields()
                        .document(doc, Set.of(Fields.HASH))
                        .get(Fields.HASH);
            }
        }
        return "";
    }

    /** The terms are sorted by their bytes; in UTF-8 that is the order of code points. */
    static List<DocumentInfo> list(Snapshot snapshot, Scope scope, String after, int limit)
            throws IOException {
        Terms terms = MultiTerms.getTerms(snapshot.reader, Fields.DOCUMENT);
        if (terms == null) {
            return List.of();
        }
        List<DocumentInfo> list = new ArrayList<>();
        BytesRef begin = new BytesRef(Fields.keyText(scope.chatbot(), after));
        BytesRef tenant = new BytesRef(Fields.keyText(scope.chatbot(), ""));
        TermsEnum keys = terms.iterator();
        boolean more = keys.seekCeil(begin) != TermsEnum.SeekStatus.END;
        while (more && list.size() < limit && StringHelper.startsWith(keys.term(), tenant)) {
            if (!keys.term().equals(begin)) {
                info(snapshot, scope, keys).ifPresent(list::add);
            }
            more = keys.next() != null;
        }
        return list;
    }

    private static Optional<DocumentInfo> info(Snapshot snapshot, Scope scope, TermsEnum key)
            throws IOException {
        Bits live = MultiBits.getLiveDocs(snapshot.reader);
        PostingsEnum postings = key.postings(null, PostingsEnum.NONE);
        for (int doc = postings.nextDoc();
                doc != PostingsEnum.NO_MORE_DOCS;
                doc = postings.nextDoc()) {
            if (live == null || live.get(doc)) {
                var entry = snapshot.reader.storedFields().document(doc);
                if (scope.holds(entry)) {
                    return Optional.of(Fields.info(entry));
                }
            }
        }
        return Optional.empty();
    }

    /** The vectors of a document's chunks, by the text that was embedded. */
    static Map<String, UnitVector> vectors(Snapshot snapshot, Scope scope, String id)
            throws IOException {
        Map<String, UnitVector> vectors = new HashMap<>();
        Term key = Fields.key(scope.chatbot(), id);
        for (LeafReaderContext leaf : snapshot.reader.leaves()) {
            PostingsEnum postings = leaf.reader().postings(key, PostingsEnum.NONE);
            FloatVectorValues values =
                    leaf.reader().getFloatVectorValues(Fields.vector(scope.edition()));
            if (postings != null && values != null) {
                collect(leaf, postings, values, vectors);
            }
        }
        return vectors;
    }

    private static void collect(
            LeafReaderContext leaf,
            PostingsEnum postings,
            FloatVectorValues values,
            Map<String, UnitVector> vectors)
            throws IOException {
        var at = values.iterator();
        for (int doc = postings.nextDoc();
                doc != PostingsEnum.NO_MORE_DOCS;
                doc = postings.nextDoc()) {
            if (at.advance(doc) == doc) {
                var entry = leaf.reader().storedFields().document(doc);
                vectors.put(
                        Preparation.indexed(
                                entry.get(Fields.ID), entry.get(Fields.TITLE), Fields.chunk(entry)),
                        new UnitVector(values.vectorValue(at.index()).clone()));
            }
        }
    }
}
