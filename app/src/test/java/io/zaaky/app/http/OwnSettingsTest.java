package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatModelProvider;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.EmbeddingModel;
import io.zaaky.spi.EmbeddingModelProvider;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Retrieval;
import io.zaaky.spi.RetrievalQuery;
import io.zaaky.spi.Retriever;
import io.zaaky.spi.RetrieverProvider;
import io.zaaky.spi.Secret;
import io.zaaky.spi.Settings;
import io.zaaky.spi.Usage;
import io.zaaky.testkit.FakeEmbedding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a third party's plugin is given: the node that is its own, and nothing besides. */
class OwnSettingsTest {
    private static final List<String> ORGS = List.of("acme", "zeta");
    private static final String PLATFORM = "zp_of-the-platform-of-own-settings";
    private static final String PASSWORD = "password-of-the-server";

    /** What the plugins of all kinds were given; they are made by the server. */
    private static final Queue<Given> GIVEN = new ConcurrentLinkedQueue<>();

    /**
     * What one was given.
     *
     * @param all that can be read by it
     */
    private record Given(String kind, ChatbotKey chatbot, List<String> keys, String all) {}

    private static void note(String kind, Settings settings, PluginContext context) {
        Secret key = settings.secret("api-key");
        for (String each : settings.keys()) {
            if (!each.equals("embedding")) { // a node of its own, which another plugin reads
                var _ = settings.has(each);
            }
        }
        String all =
                String.join(
                        "\n",
                        settings.path(),
                        settings.file(),
                        settings.fingerprint(),
                        key.value(),
                        settings.secrets().stream().map(Secret::value).toList().toString(),
                        context.chatbot().toString(),
                        context.dataDirectory().toString(),
                        context.toString());
        GIVEN.add(new Given(kind, context.chatbot(), settings.keys(), all));
    }

    /** A model that says one word. */
    public static final class Model implements ChatModelProvider {
        @Override
        public String type() {
            return "noting";
        }

        @Override
        public ChatModel create(Settings settings, PluginContext context) {
            note("llm", settings, context);
            return new Saying();
        }
    }

    private record Saying() implements ChatModel {
        @Override
        public String model() {
            return "noting";
        }

        @Override
        public int promptTokens() {
            return 1000;
        }

        @Override
        public Reply stream(Prompt prompt, Consumer<String> onText) {
            onText.accept("Yes.");
            return new Reply(FinishReason.STOP, new Usage(1, 1, false));
        }
    }

    /** Vectors of a fake. */
    public static final class Vectors implements EmbeddingModelProvider {
        @Override
        public String type() {
            return "noting";
        }

        @Override
        public EmbeddingModel create(Settings settings, PluginContext context) {
            note("embedding", settings, context);
            return new FakeEmbedding();
        }
    }

    /** A search that finds nothing. */
    public static final class Search implements RetrieverProvider {
        @Override
        public String type() {
            return "noting";
        }

        @Override
        public Retriever create(Settings settings, PluginContext context) {
            note("retrieval", settings, context);
            return new Nothing();
        }
    }

    private record Nothing() implements Retriever {
        @Override
        public Retrieval retrieve(RetrievalQuery query) {
            return Retrieval.NOTHING;
        }
    }

    @TempDir Path folder;

    @AfterEach
    void forget() {
        GIVEN.clear();
    }

    private static String yaml(String org) {
        return """
        admin-keys: ["%s"]
        chatbots:
          desk:
            system-prompt: "The prompt of %s, heron."
            identity: {secret: "%s-secret-that-signs-visitors-osprey"}
            llm: {provider: noting, api-key: "%s-key-one", tone: "%s-tone"}
            fallback: [{provider: noting, api-key: "%s-second-key-two"}]
            retrieval:
              provider: noting
              api-key: "%s-search-key"
              embedding: {provider: noting, api-key: "%s-vectors-key"}
        """
                .formatted(KeyHashes.of(key(org)), org, org, org, org, org, org, org);
    }

    private static String key(String org) {
        return "zk_owner-of-" + org + "-and-own-settings";
    }

    private void install() throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        try (var jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("noting.jar")))) {
            service(jar, "ChatModelProvider", Model.class);
            service(jar, "EmbeddingModelProvider", Vectors.class);
            service(jar, "RetrieverProvider", Search.class);
        }
    }

    private static void service(JarOutputStream jar, String type, Class<?> provider)
            throws IOException {
        jar.putNextEntry(new JarEntry("META-INF/services/io.zaaky.spi." + type));
        jar.write(provider.getName().getBytes(StandardCharsets.UTF_8));
        jar.closeEntry();
    }

    private RunningServer start() throws IOException {
        install();
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        Files.writeString(orgs.resolve("zeta.yaml"), yaml("zeta"));
        String zaaky =
                """
                server: {platform-keys: ["%s"]}
                data-sources:
                  other: {url: "jdbc:postgresql://127.0.0.1:9/none", password: "%s"}
                """
                        .formatted(KeyHashes.of(PLATFORM), PASSWORD);
        return RunningServer.start(folder, zaaky, yaml("acme"));
    }

    @Test
    void isTheNodeOfItsOwnChatbotAndNothingOfOthersOrOfTheServer() throws IOException {
        try (RunningServer server = start()) {
            for (String org : ORGS) {
                var answer = server.chat(RunningServer.body(org + "/desk", "Is it open?", ""));
                assertEquals(200, answer.statusCode(), answer.body());
            }
        }
        for (String org : ORGS) {
            List<Given> own =
                    GIVEN.stream().filter(given -> given.chatbot().org().equals(org)).toList();
            assertEquals(
                    List.of("embedding", "llm", "llm", "retrieval"),
                    own.stream().map(Given::kind).sorted().toList());
            own.forEach(given -> assertOwn(org, given));
        }
        assertEquals(8, GIVEN.size());
    }

    private static void assertOwn(String org, Given given) {
        assertTrue(given.all().contains(org + "-"), given::toString);
        assertEquals(new ChatbotKey(org, "desk"), given.chatbot(), given::toString);
        for (String other : ORGS) {
            if (!other.equals(org)) {
                assertFalse(given.all().contains(other), given::toString);
            }
        }
        for (String secret :
                List.of(
                        PASSWORD,
                        KeyHashes.of(PLATFORM),
                        KeyHashes.of(key(org)),
                        "heron",
                        "osprey")) {
            assertFalse(given.all().contains(secret), () -> secret + " in " + given);
        }
        List<String> wanted =
                switch (given.kind()) {
                    case "llm" ->
                            given.all().contains("key-one")
                                    ? List.of("provider", "api-key", "tone")
                                    : List.of("provider", "api-key");
                    case "retrieval" -> List.of("provider", "api-key", "embedding");
                    default -> List.of("provider", "api-key");
                };
        assertEquals(wanted, given.keys(), given::toString);
        assertFalse(
                given.all().contains("key-one") && given.all().contains("key-two"),
                () -> "a model is given another one's key: " + given);
    }
}
