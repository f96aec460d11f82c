package io.zaaky.app.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.zaaky.app.RunningServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The description of the API, and whether an answer is as it says. */
final class OpenApiDocument {
    private static final String BASE = "https://zaaky.invalid/openapi.json";

    /** Others are made of these and add fields to them. */
    private static final Set<String> PARTS =
            Set.of("Problem", "Organisation", "ConversationSummary", "HistoryMessage", "UsageSum");

    private final JsonNode root = RunningServer.json(text());
    private final SchemaRegistry schemas;

    OpenApiDocument() {
        String closed = closed(root.deepCopy()).toString();
        schemas =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder -> builder.schemas(Map.of(BASE, closed)));
    }

    private static String text() {
        return new String(OpenApi.json(), StandardCharsets.UTF_8);
    }

    JsonNode root() {
        return root;
    }

    /**
     * A call that is described.
     *
     * @param body of its requests
     */
    record Operation(String method, String path, JsonNode node, JsonNode body) {
        String id() {
            return node.path("operationId").asText();
        }

        String name() {
            return method + " " + path;
        }

        List<String> statuses() {
            List<String> names = new ArrayList<>();
            node.path("responses").fieldNames().forEachRemaining(names::add);
            return names;
        }

        boolean takesJson() {
            return body.path("content").has("application/json");
        }

        boolean isForAdministrators() {
            return node.has("security");
        }
    }

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> each : path.getValue().properties()) {
                JsonNode node = each.getValue();
                if (node.has("responses")) {
                    String method = each.getKey().toUpperCase(Locale.ROOT);
                    all.add(
                            new Operation(
                                    method,
                                    path.getKey(),
                                    node,
                                    resolve(node.path("requestBody"))));
                }
            }
        }
        return all;
    }

    /** The names of all routes of the server, as the document has them. */
    static Set<String> served() {
        Set<String> names = new TreeSet<>();
        RouteList.of(new Pages()).forEach(route -> names.add(name(route)));
        return names;
    }

    static String name(Route route) {
        return route.method().text() + " " + route.path().replace("{+", "{");
    }

    /** Follows references. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? resolve(root.at(node.path("$ref").asText().substring(1))) : node;
    }

    /** An answer of the server. */
    record Answer(int status, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(name))
                    .map(each -> each.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }
    }

    /** What is not as the operation says; empty if all is. */
    List<String> complaints(Operation operation, Answer answer) {
        JsonNode response =
                operation.node().path("responses").path(String.valueOf(answer.status()));
        if (response.isMissingNode()) {
            return List.of(answer.status() + " is not documented: " + answer.body());
        }
        JsonNode content = resolve(response).path("content");
        if (content.isMissingNode()) {
            return answer.body().isEmpty() ? List.of() : List.of("a body: " + answer.body());
        }
        String type = answer.header("Content-Type").split(";", 2)[0];
        if (!content.has(type)) {
            return List.of("the type '" + type + "' is not documented");
        }
        List<String> wrong = new ArrayList<>();
        Schema schema = schema(operation, answer.status(), type);
        switch (type) {
            case "application/json", "application/problem+json" ->
                    check(schema, answer.body(), wrong);
            case "application/jsonl" ->
                    answer.body().lines().forEach(line -> check(schema, line, wrong));
            case "text/event-stream" ->
                    answer.body()
                            .lines()
                            .filter(line -> line.startsWith("data: "))
                            .forEach(line -> check(schema, line.substring(6), wrong));
            default -> {}
        }
        resolve(response)
                .path("headers")
                .properties()
                .forEach(
                        header -> {
                            if (header.getKey().equals("Retry-After")
                                    && !RunningServer.json(answer.body())
                                            .path("code")
                                            .asText()
                                            .matches("paused|.*_unavailable")
                                    && answer.header("Retry-After").isEmpty()) {
                                wrong.add("no Retry-After");
                            }
                        });
        return wrong;
    }

    private Schema schema(Operation operation, int status, String type) {
        String at =
                "/paths/"
                        + pointer(operation.path())
                        + "/"
                        + operation.method().toLowerCase(Locale.ROOT)
                        + "/responses/"
                        + status;
        JsonNode response = root.at(at);
        String start = response.has("$ref") ? response.path("$ref").asText().substring(1) : at;
        return schemas.getSchema(
                SchemaLocation.of(BASE + "#" + start + "/content/" + pointer(type) + "/schema"));
    }

    private static String pointer(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static void check(Schema schema, String json, List<String> wrong) {
        schema.validate(
                        RunningServer.json(json),
                        context ->
                                context.executionConfig(
                                        config -> config.formatAssertionsEnabled(true)))
                .forEach(error -> wrong.add(error + " in " + json));
    }

    /** The same document, but fields that it does not name are wrong in answers. */
    private static JsonNode closed(JsonNode document) {
        JsonNode components = document.path("components").path("schemas");
        Set<String> parts = new TreeSet<>(PARTS);
        components
                .properties()
                .forEach(
                        each -> {
                            if (!parts.contains(each.getKey())) {
                                close(each.getValue());
                            }
                        });
        document.path("components").path("responses").forEach(OpenApiDocument::contents);
        document.path("paths")
                .forEach(
                        path ->
                                path.forEach(
                                        call ->
                                                call.path("responses")
                                                        .forEach(OpenApiDocument::contents)));
        return document;
    }

    private static void contents(JsonNode response) {
        response.path("content").forEach(each -> close(each.path("schema")));
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            boolean whole = object.has("properties") || object.has("allOf");
            object.path("properties").forEach(OpenApiDocument::close);
            close(object.path("items"));
            object.path("oneOf").forEach(OpenApiDocument::close);
            if (whole) {
                object.put("unevaluatedProperties", false);
            }
        }
    }
}
