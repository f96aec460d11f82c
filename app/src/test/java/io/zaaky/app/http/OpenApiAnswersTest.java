package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.app.http.OpenApiDocument.Answer;
import io.zaaky.app.http.OpenApiDocument.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every status that docs/openapi.yaml names is met at the real server, and is as it says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiAnswersTest {
    private final OpenApiDocument document = new OpenApiDocument();
    private OpenApiServers servers;
    private OpenApiCalls calls;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        servers = new OpenApiServers(folder);
        calls = new OpenApiCalls(servers);
        calls.begin(served());
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    @TestFactory
    Stream<DynamicTest> eachDocumentedStatusIsMetAndIsAsDocumented() {
        return served().stream()
                .flatMap(
                        operation ->
                                operation.statuses().stream()
                                        .map(
                                                status ->
                                                        DynamicTest.dynamicTest(
                                                                operation.name() + ": " + status,
                                                                () -> meet(operation, status))));
    }

    private List<Operation> served() {
        Set<String> names = OpenApiDocument.served();
        return document.operations().stream()
                .filter(operation -> names.contains(operation.name()))
                .toList();
    }

    private void meet(Operation operation, String status) {
        Answer answer = calls.had(operation, Integer.parseInt(status));
        assertEquals(status, String.valueOf(answer.status()), answer::body);
        assertEquals(List.of(), document.complaints(operation, answer));
    }
}
