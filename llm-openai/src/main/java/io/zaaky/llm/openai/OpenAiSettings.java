package io.zaaky.llm.openai;

import io.zaaky.llm.langchain4j.ChatSettings;
import io.zaaky.llm.langchain4j.Upstream;
import io.zaaky.spi.Secret;
import io.zaaky.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The YAML settings of a chat model.
 *
 * @param ownTemperature whether the model keeps its own temperature instead of the chat setting
 * @param tokenLimit the field that tells the server how long an answer may be
 */
record OpenAiSettings(ChatSettings chat, boolean ownTemperature, TokenLimit tokenLimit) {
    static final URI OPENAI = URI.create("https://api.openai.com/v1");

    /** The context window of gpt-3.5-turbo. */
    private static final int CONTEXT_WINDOW = 16_385;

    private static final Duration FIRST_TOKEN = Duration.ofSeconds(60);

    /** OpenAI's models that think before they answer, with any prefix that a proxy adds. */
    private static final Pattern THINKING = Pattern.compile("(.*/)?(o\\d|gpt-5)([-.].*)?");

    /**
     * The field of a request that limits the answer. OpenAI has replaced {@code max_tokens}, and
     * its newer models refuse it; other servers may not know the newer field and would then ignore
     * it.
     */
    enum TokenLimit {
        MAX_TOKENS,
        MAX_COMPLETION_TOKENS
    }

    static OpenAiSettings from(Settings in) {
        Upstream upstream = upstream(in);
        String model = in.text("model", "gpt-3.5-turbo");
        boolean thinking = THINKING.matcher(model).matches();
        boolean newField = thinking || OPENAI.getHost().equals(upstream.baseUrl().getHost());
        return new OpenAiSettings(
                ChatSettings.from(in, upstream, model, CONTEXT_WINDOW, FIRST_TOKEN),
                // models that think accept no other temperature
                thinking && !in.has("temperature"),
                in.choice(
                        "token-limit",
                        newField ? TokenLimit.MAX_COMPLETION_TOKENS : TokenLimit.MAX_TOKENS));
    }

    /** Reads {@code base-url} and {@code api-key}; self-hosted servers may not need a key. */
    static Upstream upstream(Settings in) {
        URI baseUrl = in.uri("base-url", OPENAI);
        Secret key = in.secret("api-key");
        if (key.value().chars().anyMatch(c -> c <= ' ' || c > '~')) {
            in.problem(
                    "api-key",
                    "has a space, a line break or another character that no key has; is there one"
                            + " at its end?");
        }
        return new Upstream("openai", baseUrl, key);
    }
}
