package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.Commands.Outcome;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} says of this machine. */
class DoctorTest {
    private static final String EXTRACTIVE = "{llm: {provider: extractive}}";

    @TempDir private Path folder;

    @Test
    void anInstallationThatIsWellHasNoFailure() throws IOException {
        configure("server: {port: 0, management-port: 0}\n", EXTRACTIVE);
        Outcome outcome = doctor();
        assertEquals(0, outcome.code(), outcome::toString);
        says(outcome, "ok   java: Java 2");
        says(outcome, "ok   configuration:");
        says(outcome, "is not there yet; the first start makes it");
        says(outcome, "ok   data source main: SQLite; the first start makes its file");
        says(outcome, "ok   model extractive");
        says(outcome, "ok   embedding onnx");
        says(outcome, "ok   shared state:");
        assertFalse(Files.exists(folder.resolve("data")), "doctor made a data directory");
    }

    @Test
    void portsThatAServerOfOursHasAreNoFailureAndOthersAre() throws IOException {
        configure("", EXTRACTIVE);
        try (var server =
                        RunningServer.start(
                                folder.resolve("running"),
                                "",
                                "chatbots: {bot: " + EXTRACTIVE + "}\n");
                var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            configure(
                    "server: {port: %d, management-port: %d}\n"
                            .formatted(server.port(), server.managementPort()),
                    EXTRACTIVE);
            Outcome ours = doctor();
            says(ours, "ok   public port: 127.0.0.1:" + server.port() + " is taken by a Zaaky");
            says(
                    ours,
                    "ok   management port: 127.0.0.1:" + server.managementPort() + " is taken by");
            configure(
                    "server: {port: %d, management-port: 0}\n".formatted(taken.getLocalPort()),
                    EXTRACTIVE);
            Outcome theirs = doctor();
            assertEquals(1, theirs.code(), theirs::toString);
            says(theirs, "FAIL public port: 127.0.0.1:" + taken.getLocalPort() + " can't be");
        }
    }

    @Test
    void aDataDirectoryThatOthersCanReadIsWarnedOf() throws IOException {
        configure("server: {port: 0, management-port: 0}\n", EXTRACTIVE);
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Outcome outcome = doctor();
        assertEquals(0, outcome.code(), outcome::toString);
        says(outcome, "warn data directory: " + data + " can be read by other users -> chmod");
    }

    @Test
    void aDataDirectoryThatCannotBeMadeIsAFailure() throws IOException {
        configure("server: {port: 0, management-port: 0}\n", EXTRACTIVE);
        Outcome outcome = Commands.run("doctor", "--config", config(), "--data", "/dev/null/x");
        assertEquals(1, outcome.code(), outcome::toString);
        says(outcome, "FAIL data directory:");
    }

    @Test
    void aWrongConfigurationIsToldAsWrongUse() throws IOException {
        configure("server: {prot: 1}\n", EXTRACTIVE);
        Outcome outcome = doctor();
        assertEquals(2, outcome.code(), outcome::toString);
        says(outcome, "FAIL configuration: ");
        says(outcome, "zaaky.yaml:1: server.prot");
    }

    @Test
    void ofEachModelTheDefaultWindowIsWarnedOfAndSecretsAreNotPrinted() throws IOException {
        var script = StubUpstream.ollama().tokens("yes", "no").finish("stop").usage(1, 1);
        try (var model = StubUpstream.start(script)) {
            String node = "{provider: ollama, model: stub, base-url: \"" + model.uri("") + "\"}";
            configure(
                    "server: {port: 0, management-port: 0}\n",
                    "{llm: "
                            + node
                            + ", fallback: ["
                            + node.replace("model: stub", "model: stub, context-window: 8192")
                            + ", {provider: openai, model: x, api-key: sk-planted-key,"
                            + " base-url: \"http://127.0.0.1:1/v1\"}]}");
            Outcome outcome =
                    Commands.run("doctor", "--json", "--config", config(), "--data", data());
            assertEquals(1, outcome.code(), outcome::toString);
            JsonNode found = RunningServer.json(outcome.out());
            assertFalse(found.path("ok").asBoolean(), outcome::toString);
            assertFalse(outcome.toString().contains("planted"), outcome::toString);
            assertEquals(
                    1,
                    outcome.out().split("set llm.context-window", -1).length - 1,
                    outcome::toString);
            assertTrue(
                    outcome.out().contains("model openai x at http://127.0.0.1:1/v1"),
                    outcome::toString);
        }
    }

    private void configure(String zaaky, String chatbot) throws IOException {
        Files.createDirectories(folder.resolve("config/orgs"));
        Files.writeString(folder.resolve("config/zaaky.yaml"), zaaky);
        Files.writeString(
                folder.resolve("config/orgs/acme.yaml"), "chatbots: {bot: " + chatbot + "}\n");
    }

    private Outcome doctor() {
        return Commands.run("doctor", "--config", config(), "--data", data());
    }

    private String config() {
        return folder.resolve("config").toString();
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static void says(Outcome outcome, String text) {
        assertTrue(outcome.out().contains(text), () -> "no '" + text + "' in " + outcome);
    }
}
