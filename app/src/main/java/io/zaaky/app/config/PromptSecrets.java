package io.zaaky.app.config;

import io.zaaky.app.config.Configuration.ChatbotNode;
import io.zaaky.spi.Secret;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds secrets in system prompts. A visitor can make a model reveal its prompt, so no secret
 * belongs there. Text in the form of a key is a problem, because it can be nothing else. Text that
 * only reads like a password is a warning, because visitors may be meant to know it, as with a
 * guest network's password.
 */
public final class PromptSecrets {
    private static final String KEY = "system-prompt";
    private static final int SHORTEST = 8; // characters; shorter values occur anywhere

    private static final List<Form> FORMS = forms();
    private static final Pattern PASSWORD =
            Pattern.compile(
                    "\\b(pass(word|wort|phrase|code)|kennwort|mot de passe|contraseña|pin|secret"
                            + "|api[ _-]?key|token)\\b(\\s*(is|ist|lautet|est|es|:|=))+\\s*[\"'`]?"
                            + "(?=\\S*\\d)\\S{4,}",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private PromptSecrets() {}

    /**
     * What a secret looks like.
     *
     * @param hint a text that every secret of that form contains, and that is faster to find
     */
    private record Form(String what, String hint, Pattern pattern) {
        Form(String what, String hint, String pattern) {
            this(what, hint, Pattern.compile(pattern));
        }

        boolean isIn(String prompt) {
            return prompt.contains(hint) && pattern.matcher(prompt).find();
        }
    }

    private static List<Form> forms() {
        String key = "an API key";
        return List.of(
                new Form("a private key", "PRIVATE KEY", "-----BEGIN [A-Z0-9 ]*PRIVATE KEY"),
                new Form(key, "k-", "\\b[spr]k-(?=[\\w-]*\\d)[\\w-]{16,}"),
                new Form(key, "k_", "\\b([spr]k_(?=[\\w-]*\\d)|zk_)[\\w-]{16,}"),
                new Form(key, "zp_", "\\bzp_[\\w-]{16,}"),
                new Form(key, "AKIA", "\\bAKIA[0-9A-Z]{16}\\b"),
                new Form(key, "AIza", "\\bAIza[\\w-]{30,}"),
                new Form(key, "gh", "\\bgh[opusr][-_][\\w-]{20,}"),
                new Form(key, "github_pat", "\\bgithub_pat[-_][\\w-]{20,}"),
                new Form(key, "glpat", "\\bglpat[-_][\\w-]{20,}"),
                new Form(key, "hf", "\\bhf[-_][\\w-]{20,}"),
                new Form(key, "xox", "\\bxox[abeprs][-_][\\w-]{20,}"),
                new Form("a token", "eyJ", "\\beyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]{8,}"),
                new Form(
                        "an address with a password",
                        "://",
                        "\\b[a-z][a-z0-9+.-]*://[^/\\s:@]+:[^/\\s@]+@"));
    }

    /**
     * Reports each system prompt that contains a key.
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
        for (Form form : FORMS) {
            if (form.isIn(prompt)) {
                return Optional.of("what looks like " + form.what());
            }
        }
        return Optional.empty();
    }

    /** Returns a sentence for each system prompt that seems to contain a password. */
    public static List<String> warnings(Configuration configuration) {
        return configuration.chatbots().stream()
                .filter(
                        chatbot ->
                                chatbot.settings()
                                        .systemPrompt()
                                        .filter(PromptSecrets::hasPassword)
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

    private static boolean hasPassword(String prompt) {
        return prompt.chars().anyMatch(Character::isDigit) && PASSWORD.matcher(prompt).find();
    }
}
