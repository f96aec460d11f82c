package io.zaaky.app.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The content of a backup: its entry {@code manifest.json}.
 *
 * @param zaaky the version that wrote it
 * @param left what the backup does not contain, a sentence each
 */
record Manifest(String zaaky, Instant made, List<Part> parts, List<String> left) {
    static final String ENTRY = "manifest.json";

    /** Raised when the format changes in a way that an older program would misread. */
    private static final int FORMAT = 1;

    private static final int MOST_PARTS = 10_000;
    private static final Pattern NAME =
            Pattern.compile(
                    "(data/[a-z][a-z0-9-]*\\.db"
                            + "|data-sources/[A-Za-z0-9_-]{1,64}(\\.db|/[a-z_]{1,64}\\.jsonl))");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final JsonMapper JSON = new JsonMapper();

    byte[] bytes() {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT).put("zaaky", zaaky).put("made_at", made.toString());
        ArrayNode all = root.putArray("parts");
        for (Part part : parts) {
            ObjectNode node =
                    all.addObject()
                            .put("entry", part.entry())
                            .put("kind", part.kind().name().toLowerCase(Locale.ROOT))
                            .put("schema", part.schema())
                            .put("bytes", part.bytes())
                            .put("sha256", part.sha256());
            ObjectNode rows = node.putObject("rows");
            part.rows().forEach(rows::put);
        }
        ArrayNode not = root.putArray("not_included");
        left.forEach(not::add);
        return (root.toPrettyString() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /**
     * Reads a manifest, and trusts nothing in it.
     *
     * @throws BackupProblem if it is not a manifest, or comes from a newer version
     */
    static Manifest of(byte[] bytes) {
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new BackupProblem("its manifest is damaged", e);
        }
        int format = root.path("format").asInt();
        if (format > FORMAT) {
            throw new BackupProblem(
                    "it was written by a newer Zaaky ("
                            + root.path("zaaky").asText()
                            + "); restore it with that version");
        }
        try {
            if (format != FORMAT || root.path("parts").size() > MOST_PARTS) {
                throw new IllegalArgumentException("format");
            }
            List<Part> parts = new ArrayList<>();
            root.path("parts").forEach(node -> parts.add(part(node)));
            if (parts.stream().map(Part::entry).distinct().count() != parts.size()) {
                throw new IllegalArgumentException("an entry twice");
            }
            List<String> left = new ArrayList<>();
            root.path("not_included").forEach(each -> left.add(each.asText()));
            return new Manifest(
                    root.path("zaaky").asText(),
                    Instant.parse(root.path("made_at").asText()),
                    parts,
                    left);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new BackupProblem("its manifest is damaged (" + e.getMessage() + ")", e);
        }
    }

    private static Part part(JsonNode node) {
        String entry = node.path("entry").asText();
        String hash = node.path("sha256").asText();
        long bytes = node.path("bytes").asLong(-1);
        var kind = Part.Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT));
        boolean database = entry.endsWith(".db");
        if (!NAME.matcher(entry).matches()
                || database != (kind == Part.Kind.SQLITE)
                || !HASH.matcher(hash).matches()
                || bytes < 0) {
            throw new IllegalArgumentException("an entry that no backup has");
        }
        var rows = new TreeMap<String, Long>();
        node.path("rows")
                .properties()
                .forEach(row -> rows.put(row.getKey(), row.getValue().asLong()));
        if (kind == Part.Kind.ROWS
                && (rows.size() != 1 || !entry.endsWith("/" + rows.firstKey() + ".jsonl"))) {
            throw new IllegalArgumentException("rows of another table");
        }
        return new Part(entry, kind, node.path("schema").asText(), rows, bytes, hash);
    }
}
