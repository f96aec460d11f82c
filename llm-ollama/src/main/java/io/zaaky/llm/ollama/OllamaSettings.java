package io.zaaky.llm.ollama;

import io.zaaky.llm.langchain4j.ChatSettings;
import io.zaaky.llm.langchain4j.Upstream;
import io.zaaky.spi.Secret;
import io.zaaky.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The YAML settings of a chat model.
 *
 * @param keepAlive how many seconds the model stays loaded after an answer; negative: for ever;
 *     empty: as the daemon is configured
 * @param think whether a model that can think before it answers does so
 */
record OllamaSettings(ChatSettings chat, OptionalInt keepAlive, boolean think) {
    private static final URI LOCAL = URI.create("http://localhost:11434");
    private static final int CONTEXT_WINDOW = 4096;

    /** The model may have to be loaded first. */
    private static final Duration FIRST_TOKEN = Duration.ofMinutes(5);

    static OllamaSettings from(Settings in) {
        return new OllamaSettings(
                ChatSettings.from(in, upstream(in), in.text("model"), CONTEXT_WINDOW, FIRST_TOKEN),
                keepAlive(in),
                in.flag("think", false));
    }

    /** Reads {@code base-url}. */
    static Upstream upstream(Settings in) {
        URI baseUrl = in.uri("base-url", LOCAL);
        if (baseUrl.getPath().matches(".*/(v1|api)/?")) {
            in.problem(
                    "base-url",
                    "is Ollama's address without a path, such as " + LOCAL + ", not " + baseUrl);
        }
        return new Upstream("ollama", baseUrl, Secret.NONE);
    }

    /** Reads {@code keep-alive}: a duration, or {@code -1} for ever. */
    static OptionalInt keepAlive(Settings in) {
        if (!in.has("keep-alive")) {
            return OptionalInt.empty();
        }
        if (in.text("keep-alive").equals("-1")) {
            return OptionalInt.of(-1);
        }
        long seconds = in.duration("keep-alive", Duration.ZERO).toSeconds();
        return OptionalInt.of((int) Math.min(seconds, Integer.MAX_VALUE));
    }
}
