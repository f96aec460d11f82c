package io.zaaky.app.backup;

import java.util.List;

/**
 * Zaaky's tables in PostgreSQL. Those of the search index ({@code retrieval_…}) are made again from
 * uploads, folders and websites. A test compares this list with the tables that a server makes, so
 * that every new table is either kept or known to be made again.
 */
final class PostgresTables {
    /**
     * The tables that cannot be made again, ordered so that no row precedes one that it refers to.
     * Each has a column {@code org}.
     */
    static final List<String> KEPT =
            List.of("conversations", "messages", "ledger", "budget_days", "budget_reservations");

    static final String VERSIONS = "conversation_schema";

    /** The version of the tables. */
    static final String NEWEST =
            """
            SELECT version FROM conversation_schema
            WHERE success AND version IS NOT NULL
            ORDER BY installed_rank DESC LIMIT 1
            """;

    private PostgresTables() {}
}
