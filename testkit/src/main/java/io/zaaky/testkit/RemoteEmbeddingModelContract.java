package io.zaaky.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Purpose;
import io.zaaky.spi.Reason;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link EmbeddingModelContract} for a model behind a server, which is a stub. */
public abstract class RemoteEmbeddingModelContract extends EmbeddingModelContract {
    private static final String WRONG = "these vectors shall be wrong: ";

    private StubUpstream upstream;

    /** An empty script that answers like this provider. */
    protected abstract StubScript script();

    /** Settings for a server at this address, which has no path. */
    protected abstract Map<String, ?> settings(URI server);

    @Override
    protected final Map<String, ?> settings() {
        return settings(upstream.uri());
    }

    @BeforeAll
    final void startUpstream() {
        upstream = StubUpstream.start(script().embeddings(RemoteEmbeddingModelContract::made));
    }

    @AfterAll
    final void stopUpstream() {
        upstream.close();
    }

    /** Returns wrong vectors for the texts that request them. */
    private static List<float[]> made(StubCall call, List<float[]> right) {
        for (WrongVectors wrong : WrongVectors.values()) {
            if (call.body().contains(WRONG + wrong)) {
                return wrong.apply(right);
            }
        }
        return right;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("ING-17")
    public final void vectorsThatCannotBeRightAreAFailureThatSaysWhatTheServerSent(
            WrongVectors wrong) {
        assertTrue(model().dimensions() > 0, "how long a vector is");
        for (Purpose purpose : Purpose.values()) {
            PluginException failure =
                    assertThrows(
                            PluginException.class,
                            () -> model().embed(List.of("one", WRONG + wrong), purpose));
            assertEquals(Reason.UNAVAILABLE, failure.reason());
            assertTrue(
                    String.valueOf(failure.getMessage()).contains(": it sent "), failure::toString);
        }
        assertEquals(2, model().embed(List.of("one", "two"), Purpose.PASSAGE).size());
    }
}
