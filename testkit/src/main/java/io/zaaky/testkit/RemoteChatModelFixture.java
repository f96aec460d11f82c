package io.zaaky.testkit;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.PluginException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Shared by the tests of a chat model behind a server: servers that answer by script. */
abstract class RemoteChatModelFixture extends ChatModelContract {
    private StubUpstream healthy = StubUpstream.start();

    /** An empty script that streams like this provider. */
    protected abstract StubScript script();

    /** Settings for a server at this address, which has no path. */
    protected abstract Map<String, ?> settings(URI server);

    @BeforeEach
    final void startHealthy() {
        healthy.close();
        healthy = StubUpstream.start(hello());
    }

    @AfterEach
    final void stopHealthy() {
        healthy.close();
    }

    @Override
    protected final Map<String, ?> settings() {
        return settings(healthy.uri());
    }

    /** A complete answer. */
    protected final StubScript hello() {
        return script().tokens("Hel", "lo", " there").finish("stop").usage(5, 3);
    }

    /** Asks a server that answers by this script, and waits for the end. */
    protected final Asking ask(StubScript script) {
        return ask(script, Map.of());
    }

    /** The same with additional settings. */
    protected final Asking ask(StubScript script, Map<String, ?> more) {
        try (var upstream = StubUpstream.start(script);
                ChatModel model = modelAt(upstream.uri(), more)) {
            Asking asking = Asking.start(model, prompt());
            asking.ended();
            return asking;
        }
    }

    /** A model behind the server at this address. */
    protected final ChatModel modelAt(URI server, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(settings(server));
        all.putAll(more);
        return model(all);
    }

    static String said(PluginException failure) {
        return String.valueOf(failure.getMessage());
    }
}
