package io.zaaky.testkit;

import java.net.URI;
import java.nio.file.Path;

/**
 * The real services that tests named {@code *IT} talk to. {@code ./verify} starts them and says
 * where they are; a test without its service fails, it never skips.
 */
public final class Services {
    private Services() {}

    /**
     * JDBC address of a PostgreSQL superuser's database with pgvector installed; tests make
     * databases of their own.
     */
    public static String postgres() {
        return required("ZAAKY_TEST_POSTGRES");
    }

    /**
     * A server that speaks OpenAI's API, {@code /v1} included, with a small model called {@code
     * smollm2}.
     */
    public static URI openAi() {
        return URI.create(required("ZAAKY_TEST_OPENAI"));
    }

    /** An Ollama daemon with a small model called {@code smollm2}. */
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
