package io.zaaky.app.http;

import io.zaaky.app.RunningServer;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Settings;
import io.zaaky.spi.Usage;
import io.zaaky.testkit.StubCall;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** A server that has place for a single answer and lets nobody wait, and models of all moods. */
final class LeasesStage {
    private static final Duration TOO_LONG = Duration.ofSeconds(20);

    private LeasesStage() {}

    /**
     * @param name begins the chatbots' names: servers of one process share the gauges of chatbots
     *     with the same name
     */
    static RunningServer start(Path folder, String name, String grace, StubUpstream model)
            throws IOException {
        FaultyPluginTest.install(folder, Moody.class);
        Path documents = Files.createDirectories(folder.resolve("documents"));
        Files.writeString(documents.resolve("ferry.md"), "# Ferry\n\nThe ferry leaves at nine.\n");
        String bot =
                """
                    knowledge: {sources: [{path: '%s'}]}
                    answering: {when-none: answer}
                    limits: {messages-per-minute: 1000000, concurrent-answers: 1, parallel-answers: 1, max-wait: 0s}
                    streaming: {resume-grace: 0s, chunk-delay: 0s}
                    budget: {tokens-per-day: 100000000}
                """
                        .formatted(documents);
        return RunningServer.start(
                folder,
                "server: {max-streams: 1, shutdown-grace: %s}\n".formatted(grace),
                """
                chatbots:
                  NAME-bot:
                    llm: {provider: openai, model: m, base-url: '%s', first-token-timeout: 1s, idle-timeout: 1s, max-tokens: 100, context-window: 2000}
                %s
                  NAME-held:
                    llm: {provider: openai, model: m, base-url: '%s'}
                %s
                  NAME-moody:
                    llm: {provider: moody}
                %s
                """
                        .formatted(model.uri("/v1"), bot, model.uri("/v1"), bot, bot)
                        .replace("NAME", name));
    }

    static StubUpstream model() {
        return StubUpstream.start(LeasesStage::script);
    }

    /** What the model does is what the question names. */
    private static StubScript script(StubCall call) {
        StubScript script = StubUpstream.openAi();
        String question = call.body();
        if (question.contains("ferry refuse")) {
            return script.status(500).text("down");
        }
        if (question.contains("ferry break")) {
            return script.tokens("Hello").reset();
        }
        if (question.contains("ferry wait")) {
            return script.pause(TOO_LONG).tokens("Hello").finish("stop");
        }
        if (question.contains("ferry stall")) {
            return script.tokens("Hello").pause(TOO_LONG).finish("stop");
        }
        if (question.contains("ferry hold")) {
            return script.tokens("Hello").hold().tokens(" again").finish("stop").usage(1, 2);
        }
        return script.tokens("Fine").finish("stop").usage(1, 1);
    }

    /** A third party's model, which throws what no plugin should. */
    public static final class Moody implements ChatModelProvider {
        @Override
        public String type() {
            return "moody";
        }

        @Override
        public ChatModel create(Settings settings, PluginContext context) {
            return new Model();
        }
    }

    private record Model() implements ChatModel {
        @Override
        public String model() {
            return "moody";
        }

        @Override
        public int promptTokens() {
            return 10_000;
        }

        @Override
        public int maxTokens() {
            return 100;
        }

        @Override
        public Reply stream(Prompt prompt, Consumer<String> onText) {
            if (prompt.question().contains("throw at once")) {
                throw new IllegalStateException("at once");
            }
            onText.accept("Fine");
            if (prompt.question().contains("throw later")) {
                throw new NoClassDefFoundError("org/example/Missing");
            }
            return new Reply(FinishReason.STOP, new Usage(1, 1, false));
        }
    }
}
