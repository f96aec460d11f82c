package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Settings;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A third party's plugin throws what no plugin should. */
class FaultyPluginTest {
    private static final String QUESTION = "Hi, what is up today?";
    private static final String SESSION = "a-session-that-is-long-enough";

    @TempDir Path folder;

    /** Says something, and then throws. */
    public static final class Faulty implements ChatModelProvider {
        @Override
        public String type() {
            return "faulty";
        }

        @Override
        public ChatModel create(Settings settings, PluginContext context) {
            return new Model(settings.text("says"), settings.text("throws"));
        }
    }

    private record Model(String says, String what) implements ChatModel {
        @Override
        public String model() {
            return "faulty";
        }

        @Override
        public int promptTokens() {
            return 1000;
        }

        @Override
        public Reply stream(Prompt prompt, Consumer<String> onText) {
            if (!says.equals("nothing")) {
                onText.accept(says);
            }
            switch (what) {
                case "a fault" -> throw new IllegalStateException("secret");
                case "an unlinked class" -> throw new NoClassDefFoundError("org/example/secret");
                case "an overflow" -> throw new StackOverflowError("secret");
                default -> throw new AssertionError(what);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a fault", "an unlinked class", "an overflow"})
    @Tag("OPS-06")
    void anAnswerItBreaksHasItsEndingAndTheOthersGoOn(String what) throws IOException {
        install(folder);
        try (var upstream =
                        StubUpstream.start(
                                StubUpstream.openAi().tokens("Hello").finish("stop").usage(1, 1));
                var server =
                        RunningServer.start(
                                folder,
                                "",
                                """
                                chatbots:
                                  silent: {llm: {provider: faulty, says: nothing, throws: %s}}
                                  broken: {llm: {provider: faulty, says: Hel, throws: %s}}
                                  well: {llm: {provider: openai, base-url: '%s', model: m}}
                                """
                                        .formatted(what, what, upstream.uri("/v1")))) {
            assertEnded(server, "acme/silent", "", "failed");
            assertEnded(server, "acme/broken", "Hel", "incomplete");
            JsonNode complete = server.lastEvent("acme/well", QUESTION, SESSION);
            assertEquals("Hello", complete.path("content").asText(), complete::toString);
        }
    }

    private static void assertEnded(
            RunningServer server, String chatbot, String said, String state) {
        List<JsonNode> events = server.stream(chatbot, QUESTION, SESSION).toList();
        assertEquals(said.isEmpty() ? 1 : 2, events.size(), events::toString);
        JsonNode error = events.getLast();
        assertEquals("internal", error.path("code").asText(), error::toString);
        assertFalse(error.toString().contains("secret"), error::toString);
        JsonNode kept = server.history(chatbot, SESSION).getLast();
        assertEquals(state, kept.path("state").asText(), kept::toString);
        assertEquals(said, kept.path("content").asText(), kept::toString);
    }

    /** Puts the plugin into the plugins folder of a server that is to start there. */
    static void install(Path folder) throws IOException {
        install(folder, Faulty.class);
    }

    static void install(Path folder, Class<? extends ChatModelProvider> plugin) throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        try (var jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("faulty.jar")))) {
            jar.putNextEntry(new JarEntry("META-INF/services/io.zaaky.spi.ChatModelProvider"));
            jar.write(plugin.getName().getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        }
    }
}
