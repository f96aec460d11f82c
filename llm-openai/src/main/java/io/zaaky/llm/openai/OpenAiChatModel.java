package io.zaaky.llm.openai;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.zaaky.llm.langchain4j.BridgeHttpClient;
import io.zaaky.llm.langchain4j.ChatBridge;
import io.zaaky.llm.langchain4j.ChatSettings;
import io.zaaky.llm.langchain4j.Lazily;
import io.zaaky.llm.langchain4j.SseFrames;
import io.zaaky.llm.langchain4j.Transport;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reply;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A chat model that calls {@code POST /chat/completions}. */
final class OpenAiChatModel implements ChatModel {
    private static final ChatBridge.Protocol PROTOCOL =
            new ChatBridge.Protocol("text/event-stream", SseFrames::new, OpenAiChunks::new);

    private final ChatSettings chat;
    private final Transport transport;
    private final BridgeHttpClient http;
    private final Lazily<StreamingChatModel> writer;
    private final ChatBridge bridge;

    OpenAiChatModel(OpenAiSettings settings) {
        chat = settings.chat();
        transport = new Transport(chat.upstream());
        http = new BridgeHttpClient(transport, chat.clocks(), UnaryOperator.identity());
        writer = new Lazily<>(() -> writer(settings, http));
        bridge = new ChatBridge(transport, chat.clocks(), PROTOCOL, maxTokens(), this::countTokens);
    }

    /** LangChain4j's model, which requests {@code stream_options.include_usage} by itself. */
    private static StreamingChatModel writer(OpenAiSettings settings, BridgeHttpClient http) {
        ChatSettings chat = settings.chat();
        var model =
                OpenAiStreamingChatModel.builder()
                        .httpClientBuilder(http.builder())
                        .baseUrl(chat.upstream().baseUrl().toString())
                        .modelName(chat.model());
        if (chat.upstream().key().isPresent()) {
            model.apiKey(chat.upstream().key().value());
        }
        if (!settings.ownTemperature()) {
            model.temperature(chat.temperature());
        }
        return switch (settings.tokenLimit()) {
            case MAX_TOKENS -> model.maxTokens(chat.maxTokens()).build();
            case MAX_COMPLETION_TOKENS -> model.maxCompletionTokens(chat.maxTokens()).build();
        };
    }

    @Override
    public String model() {
        return chat.model();
    }

    @Override
    public int promptTokens() {
        return chat.promptTokens();
    }

    @Override
    public int maxTokens() {
        return chat.maxTokens();
    }

    @Override
    public Optional<URI> endpoint() {
        return Optional.of(chat.upstream().baseUrl());
    }

    @Override
    public Reply stream(Prompt prompt, Consumer<String> onText) {
        return bridge.stream(http.write(writer.get(), prompt), prompt, onText);
    }

    @Override
    public void check() {
        OpenAiModels.check(transport, chat.model());
    }
}
