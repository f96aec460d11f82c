package io.zaaky.conversation;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;

/**
 * The rows that a transaction may see. PostgreSQL's row-level security uses a setting that ends
 * with the transaction. SQLite has no row-level security, so only the bound values of each
 * statement protect its rows.
 *
 * @param setting the name of the setting; empty for a transaction that sees no rows
 */
record Tenancy(String setting, String value) {

    /** For work that needs no rows. */
    static final Tenancy NOBODY = new Tenancy("", "");

    /** For reading the ledger, and nothing else, of all organisations. */
    static final Tenancy SUMS_OF_ALL = new Tenancy("zaaky.reads", "sums of all");

    static Tenancy of(String org) {
        return new Tenancy("zaaky.org", org);
    }

    static Tenancy of(ChatbotKey chatbot) {
        return of(chatbot.org());
    }

    static Tenancy of(ConversationKey key) {
        return of(key.chatbot());
    }
}
