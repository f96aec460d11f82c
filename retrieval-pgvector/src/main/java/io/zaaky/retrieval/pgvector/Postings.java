package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.PreparedChunk;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stores which chunks contain which word, and how many chunks of the scope do. */
final class Postings {
    private static final int PLACE = 3 * Integer.BYTES;

    /** Chosen so that an index entry with the longest word stays within PostgreSQL's limit. */
    private static final int BLOCK = 100;

    private static final String SELECT =
            "SELECT word, document, places FROM retrieval_posting WHERE scope = "
                    + Scope.ID
                    + " AND word = ANY (?)";

    /** {@code OFFSET 0} keeps the planner from flattening the inner select. */
    private static final String LOOK_UP =
            """
            SELECT w.word, d.document, p.places
            FROM unnest(?::text[]) AS w (word) CROSS JOIN unnest(?::int8[]) AS d (document)
            CROSS JOIN LATERAL (
                SELECT places FROM retrieval_posting
                WHERE word = w.word AND document = d.document AND scope =
            """
                    + Scope.ID
                    + " OFFSET 0) AS p";

    private Postings() {}

    /** Receives one occurrence of a word. */
    interface Sink {
        void add(long key, int count, int length);
    }

    /** Occurrences of a word in a document. */
    record Block(long document, ByteBuffer places) {
        void read(Sink sink) {
            for (int at = 0; at < places.limit(); at += PLACE) {
                long key = Key.of(document, places.getInt(at));
                int count = places.getInt(at + Integer.BYTES);
                sink.add(key, count, places.getInt(at + 2 * Integer.BYTES));
            }
        }
    }

    static void insert(Connection connection, DocumentRows.Place place, List<PreparedChunk> chunks)
            throws SQLException {
        List<String> words = new ArrayList<>();
        List<byte[]> places = new ArrayList<>();
        for (int begin = 0; begin < chunks.size(); begin += BLOCK) {
            int end = Math.min(begin + BLOCK, chunks.size());
            block(chunks, begin, end)
                    .forEach(
                            (word, ofBlock) -> {
                                words.add(word);
                                places.add(packed(ofBlock));
                            });
        }
        try (PreparedStatement insert =
                        connection.prepareStatement(
                                """
                                INSERT INTO retrieval_posting (scope, word, document, places)
                                SELECT ?, w, ?, p FROM unnest(?, ?) AS t (w, p)
                                """);
                PreparedStatement count =
                        connection.prepareStatement(
                                """
                                INSERT INTO retrieval_term AS t (scope, word, chunks)
                                SELECT scope, word, sum(octet_length(places) / 12)
                                FROM retrieval_posting WHERE document = ? GROUP BY scope, word
                                ON CONFLICT (scope, word)
                                DO UPDATE SET chunks = t.chunks + EXCLUDED.chunks
                                """)) {
            insert.setInt(1, place.scope());
            insert.setLong(2, place.number());
            insert.setArray(3, connection.createArrayOf("text", words.toArray()));
            insert.setArray(4, connection.createArrayOf("bytea", places.toArray(byte[][]::new)));
            insert.executeUpdate();
            count.setLong(1, place.number());
            count.executeUpdate();
        }
    }

    private static Map<String, List<int[]>> block(List<PreparedChunk> chunks, int begin, int end) {
        Map<String, List<int[]>> words = new LinkedHashMap<>();
        for (int i = begin; i < end; i++) {
            for (var word : chunks.get(i).words().entrySet()) {
                words.computeIfAbsent(word.getKey(), _ -> new ArrayList<>())
                        .add(new int[] {i, word.getValue(), chunks.get(i).length()});
            }
        }
        return words;
    }

    private static byte[] packed(List<int[]> places) {
        var bytes = ByteBuffer.allocate(PLACE * places.size());
        places.forEach(place -> bytes.putInt(place[0]).putInt(place[1]).putInt(place[2]));
        return bytes.array();
    }

    /** How many chunks contain each word; words that occur in none are missing. */
    static Map<String, Long> found(Connection connection, Scope scope, Collection<String> words)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT word, chunks FROM retrieval_term WHERE scope = "
                                + Scope.ID
                                + " AND word = ANY (?)")) {
            select.setArray(scope.bind(select), connection.createArrayOf("text", words.toArray()));
            Map<String, Long> found = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(row.getString(1), row.getLong(2));
                }
            }
            return found;
        }
    }

    /** All occurrences of the given words, by word. */
    static Map<String, List<Block>> all(
            Connection connection, Scope scope, Collection<String> words) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(scope.bind(select), connection.createArrayOf("text", words.toArray()));
            return read(select);
        }
    }

    /**
     * The occurrences of the given words in the given documents. Each word is looked up for each
     * document, and the planner has no other choice. Because it does not know the number of
     * documents, it might otherwise read all occurrences of the words, or all words of the
     * documents, instead of a few.
     */
    static Map<String, List<Block>> within(
            Connection connection,
            Scope scope,
            Collection<String> words,
            Collection<Long> documents)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOOK_UP)) {
            select.setArray(1, connection.createArrayOf("text", words.toArray()));
            select.setArray(2, connection.createArrayOf("int8", documents.toArray()));
            scope.bind(select, 3);
            return read(select);
        }
    }

    private static Map<String, List<Block>> read(PreparedStatement select) throws SQLException {
        Map<String, List<Block>> words = new HashMap<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                var block = new Block(row.getLong(2), ByteBuffer.wrap(row.getBytes(3)));
                words.computeIfAbsent(row.getString(1), _ -> new ArrayList<>()).add(block);
            }
        }
        return words;
    }
}
