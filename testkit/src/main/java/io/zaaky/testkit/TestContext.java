package io.zaaky.testkit;

import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Database;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The context of a plugin in a test.
 *
 * @param chatbot the tenant
 * @param dataDirectory the test's own folder
 * @param main the database named {@code main}, if the kind of plugin needs one
 * @param model the embedding model, if the kind of plugin needs one
 */
public record TestContext(
        ChatbotKey chatbot,
        Path dataDirectory,
        Optional<Database> main,
        Optional<EmbeddingModel> model)
        implements PluginContext {

    /** A context with only a data directory. */
    public static TestContext in(Path dataDirectory) {
        return new TestContext(
                new ChatbotKey("harbor", "desk"),
                dataDirectory,
                Optional.empty(),
                Optional.empty());
    }

    public TestContext with(Database database) {
        return new TestContext(chatbot, dataDirectory, Optional.of(database), model);
    }

    public TestContext with(EmbeddingModel embedding) {
        return new TestContext(chatbot, dataDirectory, main, Optional.of(embedding));
    }

    @Override
    public Database database(Settings settings) {
        String name = settings.text("data-source", "main");
        return main.filter(database -> database.name().equals(name))
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "this test has no database '" + name + "'"));
    }

    @Override
    public EmbeddingModel embedding() {
        return model.orElseThrow(
                () -> new IllegalStateException("this test has no embedding model"));
    }
}
