package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No spelling of a path leads from a location of nginx to a route that it does not stand for. */
@TestInstance(Lifecycle.PER_CLASS)
final class NginxPathsIT {
    private static final Pattern LOCATION =
            Pattern.compile("(?m)^\\s*location (?:= |~ \\^)?(/[^ ($]*)");

    private static final String DOCUMENTS =
            "/api/orgs/acme/chatbots/desk/documents/docs/v1.2/..a/~b.md";

    private static final BodyPublisher NO_BODY = BodyPublishers.noBody();

    private final Map<String, List<String>> routes = Routes.all();
    private NginxStage stage;

    @BeforeAll
    void start(@TempDir Path folder) {
        stage = NginxStage.open(folder);
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    /** What the paths of each location in the repository's files begin with. */
    static Stream<String> locations() {
        try (Stream<Path> files = Files.list(Product.HOME.resolve("nginx"))) {
            return files
                    .filter(file -> file.toString().endsWith(".conf"))
                    .map(NginxPathsIT::read)
                    .flatMap(text -> LOCATION.matcher(text).results().map(at -> at.group(1)))
                    .distinct()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theLocationsAreFound() {
        assertTrue(
                locations()
                        .toList()
                        .containsAll(List.of("/api/public/chat", "/demo/", "/api/orgs/", "/")),
                () -> locations().toList().toString());
        assertFalse(routes.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("locations")
    @Tag("HTTP-15")
    void fromALocationNoRouteIsReachedByAnOddSpelling(String location) throws IOException {
        for (var route : routes.entrySet()) {
            // A connection for each route: nginx closes one after a thousand requests, and a
            // request that is sent in that moment is lost.
            try (var visitor = new NginxVisitor(stage.nginx().certificate())) {
                for (String target : spellings(location, route.getKey())) {
                    for (String method : route.getValue()) {
                        var request = NginxVisitor.request(stage.nginx().tls(target));
                        var answer = visitor.send(request.method(method, NO_BODY));
                        assertRefused(target, answer.statusCode() + " " + answer.body());
                    }
                }
            }
        }
        assertEquals(List.of(), stage.zaaky().requests());
    }

    /** By HTTP/1.1, with what no client of a library sends. */
    @ParameterizedTest
    @MethodSource("locations")
    @Tag("HTTP-15")
    void neitherByARawRequest(String location) throws IOException {
        String from = within(location);
        for (String target :
                List.of(
                        from + "/..;" + DOCUMENTS,
                        from + "/..\\.." + DOCUMENTS,
                        from + "\\.." + DOCUMENTS,
                        from + "/x/.." + DOCUMENTS,
                        "http://localhost" + from + "/..;" + DOCUMENTS,
                        "http://localhost" + from + "//" + DOCUMENTS)) {
            assertRefused(target, raw(stage, "GET", target).substring("HTTP/1.1 ".length()));
        }
        assertEquals(List.of(), stage.zaaky().requests());
    }

    /** Also where the administrators' calls are open, whose rules may name addresses. */
    @Test
    @Tag("HTTP-15")
    void neitherWhereTheAdminCallsAreOpen(@TempDir Path folder) throws IOException {
        try (var opened =
                NginxStage.open(
                        folder, shipped -> shipped.replaceAll("# (include .*admin.conf;)", "$1"))) {
            for (String method : List.of("GET", "PUT", "DELETE")) {
                String answer = raw(opened, method, DOCUMENTS);
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
                assertEquals(DOCUMENTS, opened.zaaky().requests().getFirst().target());
                for (String target : spellings("/api/orgs/", DOCUMENTS)) {
                    var request = NginxVisitor.request(opened.nginx().tls(target));
                    var refused = opened.visitor().send(request.method(method, NO_BODY));
                    assertRefused(target, refused.statusCode() + " " + refused.body());
                }
                assertEquals(List.of(), opened.zaaky().requests());
            }
        }
    }

    private static List<String> spellings(String location, String route) {
        String from = within(location);
        int depth = (int) from.chars().filter(c -> c == '/').count();
        List<String> all = new ArrayList<>();
        for (String up :
                List.of("/..;", "/..;x=1", "/..", "/%2e%2E", "/.%2e;", "/..%3b", "/x/..;/..")) {
            all.add(from + up.repeat(Math.max(1, depth)) + route);
        }
        for (String odd : List.of(";x", "/.", "/;", "/%2e", "%2f", "%5c..", "%252e", "/")) {
            all.add(from + odd + route);
        }
        return all;
    }

    private static String raw(NginxStage stage, String method, String target) throws IOException {
        return stage.visitor().raw(stage.nginx().tlsPort(), method, target);
    }

    private static void assertRefused(String target, String answer) {
        assertTrue(
                answer.startsWith("400 ") && answer.contains("\"bad_request\""),
                target + ": " + answer);
    }

    /** A path that the location stands for, without a slash at its end. */
    private static String within(String location) {
        return location.equals("/") ? "/elsewhere" : location.replaceFirst("/$", "");
    }

    /** nginx has no problem for what leads above the root, but lets it go nowhere either. */
    @Test
    @Tag("HTTP-15")
    void nothingLeadsAboveTheRoot() throws IOException {
        for (String up : List.of("/..", "/%2e%2E", "/./..", "//..", "/\\/..")) {
            String answer = raw(stage, "GET", up + DOCUMENTS);
            assertTrue(answer.matches("(?s)HTTP/1\\.1 (400|500) .*"), up + ": " + answer);
        }
        assertEquals(List.of(), stage.zaaky().requests());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
