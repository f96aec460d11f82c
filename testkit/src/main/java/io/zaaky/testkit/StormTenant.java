package io.zaaky.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One of the organisations of a {@link Storm}.
 *
 * @param org the organisation's id; its only chatbot is {@code storm}
 * @param key the key of its owner
 * @param word a word that is in all of its texts, and in no one else's
 */
public record StormTenant(String org, String key, String word) {
    /** {@code ORG/storm}. */
    public String chatbot() {
        return org + "/storm";
    }

    /** The base path of the administrators' API for its chatbot. */
    String path() {
        return "/api/orgs/" + org + "/chatbots/storm";
    }

    /**
     * The content of its configuration file.
     *
     * @param extra additional nodes of the chatbot, one per line
     */
    public String yaml(StormModel model, String... extra) {
        return """
        admin-keys: ["%s"]
        chatbots:
          storm:
            name: The desk of %s
            llm: {provider: openai, model: m, base-url: "%s", api-key: none}
            answering: {when-weak: answer, when-none: answer}
            streaming: {resume-grace: 0s}
            limits: {messages-per-minute: 1000000, concurrent-answers: 100000, max-wait: 30s}
            retrieval:
              embedding: {provider: openai, model: e, dimensions: 32, base-url: "%s"}
        %s
        """
                .formatted(
                        hash(),
                        word,
                        model.address(),
                        model.address(),
                        String.join("\n", extra).indent(6).stripTrailing());
    }

    private String hash() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
