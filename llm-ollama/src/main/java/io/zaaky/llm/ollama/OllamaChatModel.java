package io.zaaky.llm.ollama;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.ollama.OllamaChatRequestParameters;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import io.zaaky.llm.langchain4j.BridgeHttpClient;
import io.zaaky.llm.langchain4j.ChatBridge;
import io.zaaky.llm.langchain4j.ChatSettings;
import io.zaaky.llm.langchain4j.Lazily;
import io.zaaky.llm.langchain4j.LineFrames;
import io.zaaky.llm.langchain4j.Request;
import io.zaaky.llm.langchain4j.Transport;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reply;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/** A chat model that calls {@code POST /api/chat}. */
final class OllamaChatModel implements ChatModel {
    private static final ChatBridge.Protocol PROTOCOL =
            new ChatBridge.Protocol("application/x-ndjson", LineFrames::new, OllamaChunks::new);

    /**
     * Makes Ollama report an error if a prompt is too long or the context is exhausted in
     * mid-answer.
     */
    private static final String NEVER_CUT = "\"truncate\":false,\"shift\":false";

    private final ChatSettings chat;
    private final CutPrompts cutPrompts;
    private final Transport transport;
    private final BridgeHttpClient http;
    private final Lazily<StreamingChatModel> writer;
    private final ChatBridge bridge;

    OllamaChatModel(OllamaSettings settings, CutPrompts cutPrompts) {
        chat = settings.chat();
        this.cutPrompts = cutPrompts;
        transport = new Transport(chat.upstream());
        http = new BridgeHttpClient(transport, chat.clocks(), OllamaChatModel::finish);
        writer = new Lazily<>(() -> writer(settings, http));
        bridge = new ChatBridge(transport, chat.clocks(), PROTOCOL, maxTokens(), this::countTokens);
    }

    /** LangChain4j has no field for these. */
    private static Request finish(Request request) {
        return request.with(NEVER_CUT);
    }

    private static StreamingChatModel writer(OllamaSettings settings, BridgeHttpClient http) {
        ChatSettings chat = settings.chat();
        var parameters =
                OllamaChatRequestParameters.builder()
                        .modelName(chat.model())
                        .temperature(chat.temperature())
                        .maxOutputTokens(chat.maxTokens())
                        .numCtx(chat.contextWindow())
                        .think(settings.think());
        settings.keepAlive().ifPresent(parameters::keepAlive);
        return OllamaStreamingChatModel.builder()
                .httpClientBuilder(http.builder())
                .baseUrl(chat.upstream().baseUrl().toString())
                .defaultRequestParameters(parameters.build())
                .build();
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
        Reply reply = bridge.stream(http.write(writer.get(), prompt), prompt, onText);
        cutPrompts.look(chat, prompt, reply.usage());
        return reply;
    }

    @Override
    public void check() {
        OllamaModels.check(transport, chat.model());
    }
}
