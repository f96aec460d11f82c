package io.zaaky.retrieval.pgvector;

import io.zaaky.spi.ChatbotKey;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Whose documents, and made by which model and analysis: bound in every query. */
record Scope(ChatbotKey chatbot, String edition) {

    /** The scope's number, for the WHERE of every query; its three values come first. */
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
