package io.zaaky.retrieval.pgvector;

import io.zaaky.retrieval.hybrid.PreparedChunk;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which word is in which chunk. */
final class WordRows {
    private WordRows() {}

    static void insert(Connection connection, DocumentRows.Place place, List<PreparedChunk> chunks)
            throws SQLException {
        List<Long> keys = keys(connection, place);
        List<String> words = new ArrayList<>();
        List<Long> places = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            for (var word : chunks.get(i).words().entrySet()) {
                words.add(word.getKey());
                places.add(keys.get(i));
                counts.add(word.getValue());
                lengths.add(chunks.get(i).length());
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        INSERT INTO retrieval_word (scope, word, chunk, count, length)
                        SELECT ?, * FROM unnest(?, ?, ?, ?)
                        """)) {
            insert.setInt(1, place.scope());
            insert.setArray(2, connection.createArrayOf("text", words.toArray()));
            insert.setArray(3, connection.createArrayOf("int8", places.toArray()));
            insert.setArray(4, connection.createArrayOf("int4", counts.toArray()));
            insert.setArray(5, connection.createArrayOf("int4", lengths.toArray()));
            insert.executeUpdate();
        }
    }

    private static List<Long> keys(Connection connection, DocumentRows.Place place)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT key FROM retrieval_chunk WHERE document = ? ORDER BY chunk")) {
            select.setLong(1, place.number());
            List<Long> keys = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    keys.add(row.getLong(1));
                }
            }
            return keys;
        }
    }
}
