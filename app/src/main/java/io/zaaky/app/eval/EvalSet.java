package io.zaaky.app.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Questions and what should be found for them, read from JSON Lines:
 *
 * <pre>{@code
 * {"question": "What does a ticket cost?", "documents": ["prices.md"], "facts": ["12 euros"]}
 * {"question": "Who was Napoleon?", "answerable": false}
 * }</pre>
 *
 * @param cases in the file's order, at least one
 */
public record EvalSet(List<Case> cases) {
    private static final JsonMapper JSON = new JsonMapper();

    public EvalSet {
        cases = List.copyOf(cases);
    }

    /**
     * A question.
     *
     * @param grades the value of each expected document, above 0, by its id
     * @param facts texts that the passages should contain
     * @param answerable whether the documents answer it at all
     */
    public record Case(
            String question, Map<String, Double> grades, List<String> facts, boolean answerable) {
        public Case {
            grades = Map.copyOf(grades);
            facts = List.copyOf(facts);
        }
    }

    /** Says which line of the file is wrong, and why. */
    public static final class Problem extends Exception {
        private static final long serialVersionUID = 1;

        Problem(String message) {
            super(message);
        }
    }

    public static EvalSet read(Path file) throws IOException, Problem {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new Problem(file + " is not UTF-8");
        }
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                cases.add(parse(lines.get(i), file + ":" + (i + 1) + ": "));
            }
        }
        if (cases.isEmpty()) {
            throw new Problem(file + " holds no question");
        }
        return new EvalSet(cases);
    }

    private static Case parse(String line, String where) throws Problem {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new Problem(where + "not JSON: " + e.getOriginalMessage());
        }
        String question = node.path("question").asText("");
        if (question.isBlank()) {
            throw new Problem(where + "\"question\" is missing");
        }
        Map<String, Double> grades = grades(node.path("documents"), where);
        List<String> facts = new ArrayList<>();
        for (JsonNode fact : node.path("facts")) {
            facts.add(fact.asText());
        }
        boolean answerable = node.path("answerable").asBoolean(!grades.isEmpty());
        if (answerable && grades.isEmpty()) {
            throw new Problem(
                    where + "\"documents\" names none; say \"answerable\": false if there is none");
        }
        return new Case(question, grades, facts, answerable);
    }

    /** Reads a list of ids, or an object with ids and their grades. */
    private static Map<String, Double> grades(JsonNode documents, String where) throws Problem {
        Map<String, Double> grades = new HashMap<>();
        if (documents.isArray()) {
            documents.forEach(id -> grades.put(id.asText(), 1.0));
        } else if (documents.isObject()) {
            for (Map.Entry<String, JsonNode> entry : documents.properties()) {
                double grade = entry.getValue().asDouble(0);
                if (grade <= 0) {
                    throw new Problem(where + "the grade of " + entry.getKey() + " is not above 0");
                }
                grades.put(entry.getKey(), grade);
            }
        } else if (!documents.isMissingNode()) {
            throw new Problem(where + "\"documents\" must be a list of ids, or ids with grades");
        }
        return grades;
    }
}
