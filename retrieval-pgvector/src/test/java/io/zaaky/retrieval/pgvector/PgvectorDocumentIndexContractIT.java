package io.zaaky.retrieval.pgvector;

import io.zaaky.spi.RetrieverProvider;
import io.zaaky.testkit.DocumentIndexContract;
import io.zaaky.testkit.TestContext;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;

final class PgvectorDocumentIndexContractIT extends DocumentIndexContract {
    private static final TestDatabase DATABASE = TestDatabase.create();

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Override
    protected RetrieverProvider provider() {
        return new PgvectorRetrieverProvider();
    }

    @Override
    protected TestContext context() {
        return TestContext.in(Path.of("")).with(DATABASE.database());
    }
}
