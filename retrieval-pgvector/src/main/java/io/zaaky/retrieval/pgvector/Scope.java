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
        statement.setString(1, chatbot.org());
        statement.setString(2, chatbot.chatbot());
        statement.setString(3, edition);
        return 4;
    }
}
