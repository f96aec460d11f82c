package io.zaaky.retrieval.pgvector;

import io.zaaky.spi.RetrieverProvider;
import io.zaaky.testkit.DocumentIndexContract;
import io.zaaky.testkit.TestContext;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PgvectorDocumentIndexContractIT extends DocumentIndexContract {
    private static final ConcurrentMap<String, TestDatabase> OPEN = new ConcurrentHashMap<>();
    private static String created = "";

    @BeforeAll
    static void create() {
        TestDatabase database = TestDatabase.create();
        created = database.name();
        OPEN.put(created, database);
    }

    @AfterAll
    static void drop() {
        OPEN.values().forEach(TestDatabase::close);
    }

    @Override
    protected RetrieverProvider provider() {
        return new PgvectorRetrieverProvider();
    }

    @Override
    protected String storage() {
        return created;
    }

    @Override
    protected TestContext context(String storage) {
        TestDatabase database = OPEN.computeIfAbsent(storage, TestDatabase::of);
        return TestContext.in(Path.of("")).with(database.database());
    }
}
