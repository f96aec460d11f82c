package io.zaaky.app.http;

import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.net.URI;

/** What speaks to a model. */
enum RemoteProvider {
    OPENAI("openai", "/v1"),
    OLLAMA("ollama", "");

    private final String id;
    private final String path;

    RemoteProvider(String id, String path) {
        this.id = id;
        this.path = path;
    }

    StubScript script() {
        return this == OPENAI ? StubUpstream.openAi() : StubUpstream.ollama();
    }

    /** By its name in a file. */
    String id() {
        return id;
    }

    String at(URI server) {
        return server + path;
    }

    /**
     * A node of a chatbot.
     *
     * @param more further settings; may be empty
     */
    String llm(URI server, String more) {
        return "llm: {provider: %s, base-url: '%s', model: m%s}"
                .formatted(id, at(server), more.isEmpty() ? "" : ", " + more);
    }
}
