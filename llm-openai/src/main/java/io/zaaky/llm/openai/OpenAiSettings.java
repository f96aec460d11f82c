package io.zaaky.llm.openai;

import io.zaaky.llm.langchain4j.Clocks;
import io.zaaky.llm.langchain4j.Upstream;
import io.zaaky.spi.Secret;
import io.zaaky.spi.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * What YAML says of a chat model.
 *
 * @param upstream where it is
 * @param model its name there
 * @param temperature how much chance there is in the answer; empty: the model's own
 * @param maxTokens how long an answer may be
 * @param tokenLimit by which field the server is told so
 * @param contextWindow how many tokens prompt and answer have together
 * @param clocks how long things may take
 */
record OpenAiSettings(
        Upstream upstream,
        String model,
        OptionalDouble temperature,
        int maxTokens,
        TokenLimit tokenLimit,
        int contextWindow,
        Clocks clocks) {

    static final URI OPENAI = URI.create("https://api.openai.com/v1");
    private static final int LEAST_PROMPT = 256;
    private static final Clocks CLOCKS =
            new Clocks(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(10));

    /** OpenAI's models that think before they answer, under whatever prefix a proxy gives them. */
    private static final Pattern THINKING = Pattern.compile("(.*/)?(o\\d|gpt-5)([-.].*)?");

    /**
     * The field of a request that limits the answer. OpenAI has replaced {@code max_tokens}, and
     * its newer models refuse it; other servers may not know the newer one and would then ignore
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
        double temperature = in.decimal("temperature", 0.7, 0, 2);
        var settings =
                new OpenAiSettings(
                        upstream,
                        model,
                        // models that think accept no other than their own
                        thinking && !in.has("temperature")
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(temperature),
                        in.integer("max-tokens", 500, 1, 1_000_000),
                        in.choice(
                                "token-limit",
                                newField
                                        ? TokenLimit.MAX_COMPLETION_TOKENS
                                        : TokenLimit.MAX_TOKENS),
                        // gpt-3.5-turbo's
                        in.integer("context-window", 16_385, 1, 100_000_000),
                        Clocks.from(in, CLOCKS));
        if (settings.promptTokens() < LEAST_PROMPT) {
            in.problem(
                    "context-window",
                    "leaves "
                            + settings.promptTokens()
                            + " tokens for the prompt besides max-tokens; at least "
                            + LEAST_PROMPT
                            + " are needed");
        }
        return settings;
    }

    int promptTokens() {
        return contextWindow - maxTokens;
    }

    /** Reads {@code base-url} and {@code api-key}, which servers of one's own may not want. */
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
