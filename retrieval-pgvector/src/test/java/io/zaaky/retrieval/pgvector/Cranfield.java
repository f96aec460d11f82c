package io.zaaky.retrieval.pgvector;

import io.zaaky.spi.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The Cranfield collection: 1,400 abstracts, 225 questions, judged by people. It can be had from
 * many places; the folder holds cran.all.1400, cran.qry and cranqrel_corrected.
 *
 * @param documents the abstracts, whose text begins with the title
 * @param questions in their order
 * @param grades for each question, what each relevant document is worth
 */
record Cranfield(
        List<Document> documents, List<String> questions, List<Map<String, Integer>> grades) {
    private static final Pattern ENTRY = Pattern.compile("(?m)^\\.I ");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    static Cranfield read(Path folder) throws IOException {
        List<Document> documents = new ArrayList<>();
        for (String entry : entries(folder.resolve("cran.all.1400"))) {
            String text = field(entry);
            String id = entry.substring(0, entry.indexOf('\n')).strip();
            if (!text.isEmpty()) {
                var chunk = new Document.Chunk("", text);
                documents.add(new Document(id, "", "", id, List.of(chunk)));
            }
        }
        List<String> questions = new ArrayList<>();
        List<Map<String, Integer>> grades = new ArrayList<>();
        for (String entry : entries(folder.resolve("cran.qry"))) {
            questions.add(field(entry));
            grades.add(new HashMap<>());
        }
        for (String line : Files.readAllLines(folder.resolve("cranqrel_corrected"))) {
            String[] parts = SPACE.split(line.strip(), -1);
            int grade = Integer.parseInt(parts[3]);
            if (grade > 0) {
                grades.get(Integer.parseInt(parts[0]) - 1).put(parts[2], grade);
            }
        }
        return new Cranfield(documents, questions, grades);
    }

    private static List<String> entries(Path file) throws IOException {
        String all = Files.readString(file, StandardCharsets.ISO_8859_1);
        return ENTRY.splitAsStream(all).filter(entry -> !entry.isBlank()).toList();
    }

    private static String field(String entry) {
        return SPACE.matcher(entry.substring(entry.indexOf("\n.W") + 3)).replaceAll(" ").strip();
    }
}
