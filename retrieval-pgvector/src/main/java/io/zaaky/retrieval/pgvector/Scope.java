package io.zaaky.retrieval.pgvector;

import io.zaaky.spi.ChatbotKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The chatbot whose documents are used, and the model and analysis that produced them. Bound in
 * every query.
 */
record Scope(ChatbotKey chatbot, String edition) {

    /** The scope's number, for the WHERE clause of every query. Its three values come first. */
    static final String ID =
            "(SELECT id FROM retrieval_scope WHERE org = ? AND chatbot = ? AND edition = ?)";

    /** Binds the scope to the first three parameters; returns the number of the next one. */
    int bind(PreparedStatement statement) throws SQLException {
        return bind(statement, 1);
    }

    /** The same from another parameter on. */
    int bind(PreparedStatement statement, int first) throws SQLException {
        statement.setString(first, chatbot.org());
        statement.setString(first + 1, chatbot.chatbot());
        statement.setString(first + 2, edition);
        return first + 3;
    }
}
