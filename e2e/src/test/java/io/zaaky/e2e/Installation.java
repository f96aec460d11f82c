package io.zaaky.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** An operator's folders: configuration, documents, data. */
record Installation(Path folder) {
    static final String MEMBERSHIP =
            "Membership costs 12 euros a month and can be cancelled any time.";

    /** What {@link #MEMBERSHIP} answers. */
    static final String QUESTION = "What does a membership cost a month, and can it be cancelled?";

    static final String OPENING =
            "The library opens at nine in the morning and closes at six in the evening.";

    /** The node of a chatbot whose model is the one in the jar. */
    static final String EXTRACTIVE = "llm: {provider: extractive}";

    /** With two documents and an empty configuration. */
    static Installation in(Path folder) {
        var installation = new Installation(folder);
        installation.document("membership.md", "# Membership\n\n" + MEMBERSHIP + "\n");
        installation.document("opening.md", "# Opening hours\n\n" + OPENING + "\n");
        installation.server("");
        return installation;
    }

    Path config() {
        return folder.resolve("config");
    }

    Path data() {
        return folder.resolve("data");
    }

    Path documents() {
        return folder.resolve("documents");
    }

    /** Writes {@code zaaky.yaml}. */
    void server(String yaml) {
        write(config().resolve("zaaky.yaml"), yaml);
    }

    /**
     * Writes the organisation {@code acme} with its chatbot {@code desk}, which knows the
     * documents.
     *
     * @param nodes nodes of the chatbot, each on a line of its own
     */
    void desk(String... nodes) {
        organisation(
                "name: Acme\nchatbots:\n  desk:\n    "
                        + String.join("\n    ", nodes)
                        + "\n    limits: {messages-per-minute: 10000}"
                        + "\n    knowledge: {sources: [{path: ../../documents}]}\n");
    }

    /** The same without documents, and with an OpenAI model at that address. */
    void desk(URI model) {
        organisation(
                """
                chatbots:
                  desk:
                    llm: {provider: openai, model: stub, base-url: "%s"}
                    limits: {messages-per-minute: 1000000, concurrent-answers: 100}
                """
                        .formatted(model));
    }

    /** Writes {@code orgs/acme.yaml}. */
    void organisation(String yaml) {
        write(config().resolve("orgs/acme.yaml"), yaml);
    }

    void document(String name, String text) {
        write(documents().resolve(name), text);
    }

    void removeDocument(String name) {
        try {
            Files.delete(documents().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ZaakyProcess serve() {
        return ZaakyProcess.serve(config(), data());
    }

    /** Starts the product anew on the port of an earlier start. */
    ZaakyProcess serveAt(int port) {
        return ZaakyProcess.serveAt(port, config(), data());
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
