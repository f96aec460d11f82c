package io.zaaky.retrieval.lucene;

import io.zaaky.spi.RetrieverProvider;
import io.zaaky.testkit.DocumentIndexContract;
import io.zaaky.testkit.TestContext;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LuceneDocumentIndexContractTest extends DocumentIndexContract {
    @TempDir private Path directory = Path.of("");

    @Override
    protected RetrieverProvider provider() {
        return new LuceneRetrieverProvider();
    }

    @Override
    protected String storage() {
        return directory.toString();
    }

    @Override
    protected TestContext context(String storage) {
        return TestContext.in(Path.of(storage));
    }
}
