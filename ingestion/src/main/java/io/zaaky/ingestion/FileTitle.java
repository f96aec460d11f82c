package io.zaaky.ingestion;

import java.util.Locale;

/** A title for a document that has none: {@code rules/mooring-rules.txt} is "Mooring rules". */
final class FileTitle {
    private FileTitle() {}

    static String of(String id) {
        String name = id.substring(id.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String words = stem.replaceAll("~[0-9a-f]{10}$", "").replaceAll("[-_~.]+", " ").strip();
        return words.isEmpty()
                ? name
                : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
