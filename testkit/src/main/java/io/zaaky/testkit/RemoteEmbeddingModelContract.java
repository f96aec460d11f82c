package io.zaaky.testkit;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** {@link EmbeddingModelContract} for a model that asks a server: a stub stands behind it. */
public abstract class RemoteEmbeddingModelContract extends EmbeddingModelContract {
    private StubUpstream upstream;

    /** An empty script that answers as this provider does. */
    protected abstract StubScript script();

    /** Settings for a server at this address, which has no path. */
    protected abstract Map<String, ?> settings(URI server);

    @Override
    protected final Map<String, ?> settings() {
        return settings(upstream.uri());
    }

    @BeforeAll
    final void startUpstream() {
        upstream = StubUpstream.start(script().embeddings());
    }

    @AfterAll
    final void stopUpstream() {
        upstream.close();
    }
}
