package io.zaaky.app.smalltalk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** All examples of all languages, and the structures derived from them once. Immutable. */
final class Examples {
    private final Map<String, Language> languages = new LinkedHashMap<>();

    /**
     * Vectors of all examples would take a core a minute, and recognise half a message more per
     * hundred.
     */
    private static final int EVERY = 5;

    private final List<Example> all;
    private final List<Example> sample;
    private final Phrases phrases;
    private final WordLikeness likeness;

    private Examples() {
        Language.CODES.forEach(code -> languages.put(code, Language.read(code)));
        all = languages.values().stream().flatMap(one -> one.examples().stream()).toList();
        sample =
                IntStream.range(0, all.size())
                        .filter(i -> i % EVERY == 0)
                        .mapToObj(all::get)
                        .toList();
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

    /** The examples that are compared by meaning, spread evenly over all. */
    List<Example> sample() {
        return sample;
    }

    /** The index among all examples of an example of the sample. */
    static int place(int inSample) {
        return inSample * EVERY;
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

    /** Differs if the sample or its order differs. */
    byte[] digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Example example : sample) {
                digest.update((example + "\n").getBytes(UTF_8));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }
}
