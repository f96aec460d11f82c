package io.zaaky.spi;

import java.nio.file.Path;

/** What a component is given besides its settings. */
public interface PluginContext {

    /** The chatbot that the component is made for. */
    ChatbotKey chatbot();

    /**
     * The server's data directory, which exists and can be written when the first call comes. A
     * plugin keeps to a folder of its own below it, named after its type.
     */
    Path dataDirectory();

    /**
     * The database named by the key {@code data-source} of these settings, {@code main} if the key
     * is absent. An unknown name is reported through the settings. The database may be down:
     * connections are made when they are asked for.
     */
    Database database(Settings settings);

    /**
     * The embedding model that the retrieval node chose. Shared between chatbots and closed by the
     * server.
     *
     * @throws IllegalStateException if the component is not a retriever
     */
    EmbeddingModel embedding();
}
