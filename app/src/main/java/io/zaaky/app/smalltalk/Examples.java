package io.zaaky.app.smalltalk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All examples of all languages, and what is made of them once. Immutable. */
final class Examples {
    private final Map<String, Language> languages = new LinkedHashMap<>();
    private final List<Example> all;
    private final Phrases phrases;
    private final WordLikeness likeness;

    private Examples() {
        Language.CODES.forEach(code -> languages.put(code, Language.read(code)));
        all = languages.values().stream().flatMap(one -> one.examples().stream()).toList();
        phrases = new Phrases(languages.values());
        likeness = new WordLikeness(all);
    }

    /** Takes some tenths of a second. */
    static Examples read() {
        return new Examples();
    }

    List<Example> all() {
        return all;
    }

    Phrases phrases() {
        return phrases;
    }

    WordLikeness likeness() {
        return likeness;
    }

    Language language(String code) {
        return languages.getOrDefault(code, languages.values().iterator().next());
    }

    /** Another one for other examples or another order of them. */
    byte[] digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Example example : all) {
                digest.update((example + "\n").getBytes(UTF_8));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
