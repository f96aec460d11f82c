package io.zaaky.conversation;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ConversationKey;

/**
 * Whose rows a transaction may see: PostgreSQL's row-level security goes by a setting that ends
 * with the transaction. In SQLite there is none, and the bound values of each statement are all
 * there is.
 *
 * @param setting its name; empty for a transaction that sees no rows
 */
record Tenancy(String setting, String value) {

    /** For what needs no rows. */
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
