package io.zaaky.spi;

import java.nio.file.Path;

/** What a component gets besides its settings. */
public interface PluginContext {

    /** The chatbot that the component is created for. */
    ChatbotKey chatbot();

    /**
     * The server's data directory. It exists and is writable before the component's first call. A
     * plugin uses only its own folder in it, named after the plugin's type.
     */
    Path dataDirectory();

    /**
     * The database that the key {@code data-source} of these settings names, or {@code main} if the
     * key is absent. An unknown name is reported through the settings. The database may be down:
     * connections are opened only on request.
     */
    Database database(Settings settings);

    /**
     * The embedding model that the retrieval node selects. It is shared between chatbots and closed
     * by the server.
     *
     * @throws IllegalStateException if the component is not a retriever
     */
    EmbeddingModel embedding();
}
