package io.zaaky.app.http;

import io.zaaky.app.RunningServer;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.testkit.StubUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A server on which every documented answer can be had, one that allows next to nothing, and one
 * whose database is away.
 */
final class OpenApiServers implements AutoCloseable {
    static final String OWNER = "zk_owner-of-acme-that-nobody-guesses";
    static final String VIEWER = "zk_viewer-of-acme-that-nobody-guesses";
    static final String PLATFORM = "zp_of-the-platform-that-nobody-guesses";
    static final String SESSION = "a-session-that-is-long-enough";
    static final String QUESTION = "What does a membership cost?";

    private final Path folder;
    private final Path uploadsAway;
    private final StubUpstream upstream;
    private final RunningServer server;
    private final RunningServer strict;
    private final RunningServer away;
    private Stream<String> held = Stream.empty();

    OpenApiServers(Path folder) throws IOException {
        this.folder = folder.resolve("open");
        Files.createDirectories(this.folder.resolve("documents"));
        Files.writeString(
                this.folder.resolve("documents/fees.md"),
                "# Fees\n\nA membership costs 12 euros a month.\n");
        FaultyPluginTest.install(this.folder);
        upstream =
                StubUpstream.start(
                        call ->
                                call.path().startsWith("/slow")
                                        ? StubUpstream.openAi().holdHeaders()
                                        : StubUpstream.openAi().tokens("Half").hold());
        server = RunningServer.start(this.folder, zaaky(), acme());
        strict = RunningServer.start(folder.resolve("strict"), zaakyStrictly(), acmeStrictly());
        away = RunningServer.start(folder.resolve("away"), zaakyAway(), acmeAway());
        uploadsAway = folder.resolve("away/data/uploads.db");
    }

    private static String zaaky() {
        return """
        server:
          shutdown-grace: 0s
          max-upload-size: 64KiB
          wrong-keys-per-minute: 1000000
          platform-keys: ["%s"]
        """
                .formatted(KeyHashes.of(PLATFORM));
    }

    private static String zaakyAway() {
        return """
        server: {shutdown-grace: 0s, platform-keys: ["%s"]}
        data-sources:
          main: {url: "jdbc:postgresql://127.0.0.1:9/none"}
        """
                .formatted(KeyHashes.of(PLATFORM));
    }

    private static String acmeAway() {
        return """
        admin-keys: ["%s"]
        chatbots:
          bot:
            llm: {provider: extractive}
            retrieval: {provider: pgvector}
        """
                .formatted(KeyHashes.of(OWNER));
    }

    private String acme() {
        return """
        admin-keys:
          - {hash: "%s", role: owner}
          - {hash: "%s", role: viewer}
        chatbots:
          bot: &bot
            llm: {provider: extractive}
            knowledge: {sources: [{path: ../../documents}]}
            limits: {messages-per-minute: 100000, concurrent-answers: 1000}
          members:
            <<: *bot
            identity: {secret: %s, required: true}
          resting: *bot
          idle: *bot
          held:
            <<: *bot
            llm: {provider: openai, model: m, base-url: '%s', idle-timeout: 1h, total-timeout: 1h}
            streaming: {resume-grace: 1h}
          slow:
            <<: *bot
            llm: {provider: openai, model: m, base-url: '%s', first-token-timeout: 200ms}
          down:
            <<: *bot
            llm: {provider: openai, model: m, base-url: '%s'}
          faulty:
            <<: *bot
            llm: {provider: faulty, says: nothing, throws: a fault}
        """
                .formatted(
                        KeyHashes.of(OWNER),
                        KeyHashes.of(VIEWER),
                        Tokens.SECRET,
                        upstream.uri("/held/v1"),
                        upstream.uri("/slow/v1"),
                        StubUpstream.nowhere());
    }

    private static String zaakyStrictly() {
        return """
        server: {requests-per-minute: 1, wrong-keys-per-minute: 1, platform-keys: ["%s"]}
        """
                .formatted(KeyHashes.of(PLATFORM));
    }

    private static String acmeStrictly() {
        return """
        admin-keys: ["%s"]
        demo: {enabled: false}
        chatbots:
          bot:
            llm: {provider: extractive}
            limits: {messages-per-minute: 1}
        """
                .formatted(KeyHashes.of(OWNER));
    }

    RunningServer server() {
        return server;
    }

    /** One call of everything, and no more. */
    RunningServer strict() {
        return strict;
    }

    /** What needs its database is not to be had. */
    RunningServer away() {
        return away;
    }

    /** The server without its database can't read its uploads either. */
    void spoilUploads() {
        try {
            Files.writeString(uploadsAway, "This is no database. ".repeat(400));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id of an answer that goes on until the end of the test, in {@link #SESSION}. */
    String held() {
        var response = server.open("acme/held", "Hello", SESSION);
        held = response.body();
        return response.headers().firstValue("X-Message-Id").orElseThrow();
    }

    void write(String file, String content) {
        try {
            Files.writeString(folder.resolve("config").resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Something is wrong in a file, until {@link #mend}. */
    void spoil() {
        write("orgs/acme.yaml", acme() + "wrong: true\n");
    }

    void mend() {
        write("orgs/acme.yaml", acme());
    }

    @Override
    public void close() {
        held.close();
        server.close();
        strict.close();
        away.close();
        upstream.close();
    }
}
