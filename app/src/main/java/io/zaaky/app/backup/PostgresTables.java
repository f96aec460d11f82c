package io.zaaky.app.backup;

import java.util.List;

/**
 * The tables that Zaaky has in PostgreSQL. Those of the search index ({@code retrieval_…}) are made
 * again, out of uploads, folders and websites. A test holds that against what a server makes there,
 * so that a new table is either kept or known to be made again.
 */
final class PostgresTables {
    /**
     * What can't be made again, in an order in which no row comes before one that it refers to.
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
