package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.admin.Right;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.http.OpenApiDocument.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/openapi.yaml describes every call that is served, and no other. */
class OpenApiRoutesTest {
    private final OpenApiDocument document = new OpenApiDocument();

    @Test
    void everyRouteIsDescribedAndNoOther() {
        Set<String> described = new TreeSet<>();
        document.operations().forEach(each -> described.add(each.name()));
        Set<String> served = OpenApiDocument.served();
        assertEquals(served, described);
    }

    @Test
    void whoMayCallIsSaidOfEveryRoute() {
        for (Route route : RouteList.of(new Pages())) {
            String name = OpenApiDocument.name(route);
            Operation operation =
                    document.operations().stream()
                            .filter(each -> each.name().equals(name))
                            .findFirst()
                            .orElseThrow();
            String scheme = operation.node().at("/security/0").toString();
            String expected =
                    route.right()
                            .map(
                                    right ->
                                            right == Right.PLATFORM
                                                    ? "{\"platformKey\":[]}"
                                                    : "{\"adminKey\":[]}")
                            .orElse("");
            assertEquals(expected, scheme, name);
        }
    }

    @Test
    void operationsHaveNamesOfTheirOwnAndEachReferenceLeadsSomewhere() {
        List<String> ids = document.operations().stream().map(Operation::id).toList();
        assertEquals(ids.size(), new TreeSet<>(ids).size(), ids::toString);
        assertFalse(ids.contains(""), ids::toString);
        references(document.root())
                .forEach(
                        reference ->
                                assertFalse(
                                        document.root().at(reference.substring(1)).isMissingNode(),
                                        reference));
    }

    @Test
    void everyParameterOfAPathIsDescribed() {
        for (Operation operation : document.operations()) {
            Set<String> named = new TreeSet<>();
            JsonNode path = document.root().path("paths").path(operation.path());
            for (JsonNode parameters :
                    List.of(path.path("parameters"), operation.node().path("parameters"))) {
                parameters.forEach(
                        each -> {
                            JsonNode parameter = document.resolve(each);
                            if (parameter.path("in").asText().equals("path")) {
                                named.add(parameter.path("name").asText());
                            }
                        });
            }
            Set<String> there = new TreeSet<>();
            Matcher part = Pattern.compile("\\{(\\w+)}").matcher(operation.path());
            while (part.find()) {
                there.add(part.group(1));
            }
            assertEquals(there, named, operation.name());
        }
    }

    @Test
    void everyCodeIsNamed() {
        Set<String> codes = new TreeSet<>();
        for (ApiError error : ApiError.values()) {
            codes.add(error.code());
        }
        for (ErrorCode code : ErrorCode.values()) {
            codes.add(code.code());
        }
        JsonNode schemas = document.root().path("components").path("schemas");
        Set<String> named = new TreeSet<>();
        schemas.at("/Problem/properties/code/anyOf/0/enum")
                .forEach(each -> named.add(each.asText()));
        schemas.at("/AnswerErrorCode/enum").forEach(each -> named.add(each.asText()));
        codes.add("budget_exhausted");
        assertEquals(codes, named);
    }

    private static List<String> references(JsonNode node) {
        List<String> all = new ArrayList<>();
        node.findValues("$ref").forEach(each -> all.add(each.asText()));
        return all;
    }
}
