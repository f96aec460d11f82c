package io.zaaky.llm.openai;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.zaaky.llm.langchain4j.BridgeHttpClient;
import io.zaaky.llm.langchain4j.ChatBridge;
import io.zaaky.llm.langchain4j.SseFrames;
import io.zaaky.llm.langchain4j.Transport;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reply;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Asks {@code POST /chat/completions}. */
final class OpenAiChatModel implements ChatModel {
    private static final ChatBridge.Protocol PROTOCOL =
            new ChatBridge.Protocol("text/event-stream", SseFrames::new, OpenAiChunks::new);

    private final OpenAiSettings settings;
    private final Transport transport;
    private final BridgeHttpClient http;
    private final StreamingChatModel writer;
    private final ChatBridge bridge;

    OpenAiChatModel(OpenAiSettings settings) {
        this.settings = settings;
        transport = new Transport(settings.upstream());
        http = new BridgeHttpClient(transport, settings.clocks(), UnaryOperator.identity());
        writer = writer(settings, http);
        bridge = new ChatBridge(transport, settings.clocks(), PROTOCOL, this::countTokens);
    }

    /** LangChain4j's model, which asks for {@code stream_options.include_usage} by itself. */
    private static StreamingChatModel writer(OpenAiSettings settings, BridgeHttpClient http) {
        var model =
                OpenAiStreamingChatModel.builder()
                        .httpClientBuilder(http.builder())
                        .baseUrl(settings.upstream().baseUrl().toString())
                        .modelName(settings.model());
        if (settings.upstream().key().isPresent()) {
            model.apiKey(settings.upstream().key().value());
        }
        settings.temperature().ifPresent(model::temperature);
        return switch (settings.tokenLimit()) {
            case MAX_TOKENS -> model.maxTokens(settings.maxTokens()).build();
            case MAX_COMPLETION_TOKENS -> model.maxCompletionTokens(settings.maxTokens()).build();
        };
    }

    @Override
    public String model() {
        return settings.model();
    }

    @Override
    public int promptTokens() {
        return settings.promptTokens();
    }

    @Override
    public Reply stream(Prompt prompt, Consumer<String> onText) {
        return bridge.stream(http.write(writer, prompt), prompt, onText);
    }

    @Override
    public void check() {
        OpenAiModels.check(transport, settings.model());
    }
}
