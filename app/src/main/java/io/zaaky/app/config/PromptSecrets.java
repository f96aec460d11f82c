package io.zaaky.app.config;

import io.zaaky.app.config.Configuration.ChatbotNode;
import io.zaaky.spi.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds secrets in system prompts. A visitor can get a model to tell its prompt, so none belongs
 * there. What has the form of a key is a problem, as it is nothing else; what only reads like a
 * password may be one that visitors are meant to know, such as that of a guest network, and is a
 * warning.
 */
public final class PromptSecrets {
    private static final String KEY = "system-prompt";
    private static final int SHORTEST = 8; // characters; shorter values turn up anywhere

    private static final Map<String, Pattern> FORMS = forms();
    private static final Pattern PASSWORD =
            Pattern.compile(
                    "\\b(pass(word|wort|phrase|code)|kennwort|mot de passe|contraseña|pin|secret"
                            + "|api[ _-]?key|token)\\b(\\s*(is|ist|lautet|est|es|:|=))+\\s*[\"'`]?"
                            + "(?=\\S*\\d)\\S{4,}",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private PromptSecrets() {}

    private static Map<String, Pattern> forms() {
        Map<String, Pattern> forms = new LinkedHashMap<>();
        forms.put("a private key", Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY"));
        forms.put(
                "an API key",
                Pattern.compile(
                        "\\b(sk|pk|rk)[-_](?=[\\w-]*\\d)[\\w-]{16,}|\\bz[kp]_[\\w-]{16,}"
                            + "|\\bAKIA[0-9A-Z]{16}\\b|\\bAIza[\\w-]{30,}"
                            + "|\\b(gh[opusr]|github_pat|glpat|hf|xox[abeprs])[-_][\\w-]{20,}"));
        forms.put("a token", Pattern.compile("\\beyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]{8,}"));
        forms.put(
                "an address with a password",
                Pattern.compile("\\b[a-z][a-z0-9+.-]*://[^/\\s:@]+:[^/\\s@]+@"));
        return forms;
    }

    /**
     * Reports each system prompt that holds a key.
     *
     * @param secrets those that the configuration has at their own keys
     */
    public static void report(Configuration configuration, List<Secret> secrets) {
        var search = new SecretSearch(secrets, SHORTEST);
        for (ChatbotNode chatbot : configuration.chatbots()) {
            chatbot.settings()
                    .systemPrompt()
                    .flatMap(prompt -> found(prompt, search))
                    .ifPresent(
                            what ->
                                    chatbot.node()
                                            .problem(
                                                    KEY,
                                                    "holds "
                                                            + what
                                                            + ", and visitors can get the model to"
                                                            + " tell its prompt; take it out, and"
                                                            + " replace that secret if this file"
                                                            + " was in use"));
        }
    }

    private static Optional<String> found(String prompt, SecretSearch secrets) {
        if (secrets.isIn(prompt)) {
            return Optional.of("a secret that stands at another key of this configuration");
        }
        return FORMS.entrySet().stream()
                .filter(form -> form.getValue().matcher(prompt).find())
                .map(form -> "what looks like " + form.getKey())
                .findFirst();
    }

    /** A sentence for each system prompt that seems to hold a password. */
    public static List<String> warnings(Configuration configuration) {
        return configuration.chatbots().stream()
                .filter(
                        chatbot ->
                                chatbot.settings()
                                        .systemPrompt()
                                        .filter(prompt -> PASSWORD.matcher(prompt).find())
                                        .isPresent())
                .map(
                        chatbot ->
                                chatbot.node().file()
                                        + ": "
                                        + chatbot.node().path()
                                        + "."
                                        + KEY
                                        + ": seems to hold a password; visitors can get the model"
                                        + " to tell its prompt")
                .toList();
    }
}
