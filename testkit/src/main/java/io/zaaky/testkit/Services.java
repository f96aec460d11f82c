package io.zaaky.testkit;

import java.net.URI;
import java.nio.file.Path;

/**
 * The real services that tests named {@code *IT} use. {@code ./verify} starts them and says where
 * they are. A test without its service fails; it is never skipped.
 */
public final class Services {
    private Services() {}

    /**
     * The JDBC address of a PostgreSQL superuser's database with pgvector installed; tests create
     * their own databases.
     */
    public static String postgres() {
        return required("ZAAKY_TEST_POSTGRES");
    }

    /**
     * The address, including {@code /v1}, of a server that speaks OpenAI's API, with a small model
     * named {@code smollm2}.
     */
    public static URI openAi() {
        return URI.create(required("ZAAKY_TEST_OPENAI"));
    }

    /** The address of an Ollama daemon with a small model named {@code smollm2}. */
    public static URI ollama() {
        return URI.create(required("ZAAKY_TEST_OLLAMA"));
    }

    /** The nginx program. */
    public static Path nginx() {
        return Path.of(required("ZAAKY_TEST_NGINX"));
    }

    /** The Chromium program. */
    public static Path chromium() {
        return Path.of(required("ZAAKY_TEST_CHROMIUM"));
    }

    private static String required(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new AssertionError(
                    "the environment variable "
                            + name
                            + " is not set: run ./verify, which starts the services");
        }
        return value;
    }
}
