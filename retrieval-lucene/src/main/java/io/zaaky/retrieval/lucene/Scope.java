package io.zaaky.retrieval.lucene;

import io.zaaky.spi.ChatbotKey;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** The chatbot and the edition that a query may see: the filter of every query. */
record Scope(ChatbotKey chatbot, String edition) {

    Query entries(String kind) {
        return new BooleanQuery.Builder()
                .add(filter(Fields.TENANT, chatbot.toString()), BooleanClause.Occur.FILTER)
                .add(filter(Fields.EDITION, edition), BooleanClause.Occur.FILTER)
                .add(filter(Fields.KIND, kind), BooleanClause.Occur.FILTER)
                .build();
    }

    boolean holds(Document entry) {
        return chatbot.toString().equals(entry.get(Fields.TENANT))
                && edition.equals(entry.get(Fields.EDITION));
    }

    private static Query filter(String field, String value) {
        return new TermQuery(new Term(field, value));
    }
}
