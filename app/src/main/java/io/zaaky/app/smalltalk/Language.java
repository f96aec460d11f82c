package io.zaaky.app.smalltalk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One language's file of examples and replies; {@code en.txt} describes the format.
 *
 * @param fillers words that may accompany small talk
 * @param replies the replies of a chatbot without a language model; for a greeting, the salutation
 *     and what follows it
 */
record Language(
        String code,
        List<Example> examples,
        List<String> fillers,
        Map<Intent, List<String>> replies) {

    /** In the order in which they are tried. */
    static final List<String> CODES =
            List.of(
                    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl", "tr", "ru", "ar", "zh",
                    "ja");

    private static final String FILLER = "filler";
    private static final String QUESTION = "question";

    static Language read(String code) {
        var language =
                new Language(
                        code, new ArrayList<>(), new ArrayList<>(), new EnumMap<>(Intent.class));
        try (InputStream file = Language.class.getResourceAsStream(code + ".txt")) {
            if (file == null) {
                throw new IllegalStateException("no examples of small talk in '" + code + "'");
            }
            language.read(new BufferedReader(new InputStreamReader(file, UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return language;
    }

    private void read(BufferedReader lines) throws IOException {
        String section = "";
        for (String raw = lines.readLine(); raw != null; raw = lines.readLine()) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
            } else {
                add(section, line);
            }
        }
    }

    private void add(String section, String line) {
        Optional<Intent> intent = Intent.named(section);
        if (section.equals(FILLER)) {
            fillers.add(line);
        } else if (line.startsWith("> ") && intent.isPresent()) {
            replies.computeIfAbsent(intent.get(), _ -> new ArrayList<>()).add(line.substring(2));
        } else if (intent.isPresent() || section.equals(QUESTION)) {
            examples.add(new Example(code, intent, line));
        } else {
            throw new IllegalStateException(code + ".txt: '" + line + "' is in no section");
        }
    }
}
