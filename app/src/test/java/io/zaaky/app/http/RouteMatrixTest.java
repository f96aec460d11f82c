package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.admin.Right;
import io.zaaky.app.config.KeyHashes;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route of the server's own list by everybody who might try it. A route that the table here
 * does not know fails the test, and so does one of the table that is gone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouteMatrixTest {
    private static final String SESSION = "a-session-that-is-long-enough";

    private final List<Route> routes = RouteList.of(new Pages());
    private AdminServer admin;

    @BeforeAll
    void start(@TempDir Path folder) {
        admin = new AdminServer(folder);
        admin.write(AdminServer.acme(AdminServer.OWNER));
        assertEquals(List.of(), admin.server().reload());
    }

    @AfterAll
    void stop() {
        admin.close();
    }

    private static String name(Route route) {
        return route.method().text() + " " + route.path();
    }

    private Stream<Route> guarded() {
        return routes.stream().filter(route -> route.right().isPresent());
    }

    private static String path(Route route) {
        return path(route, "acme");
    }

    private static String path(Route route, String org) {
        return route.path()
                .replace("{org}", org)
                .replace("{chatbot}", "bot")
                .replace("{+id}", "nobody/has-this.md")
                .replaceAll("\\{\\w+}", "nobody");
    }

    private static boolean ofPlatform(Route route) {
        return route.right().equals(Optional.of(Right.PLATFORM));
    }

    private static ExpectedRoutes.Expected expected(Route route) {
        return Optional.ofNullable(ExpectedRoutes.GUARDED.get(name(route))).orElseThrow();
    }

    private static String body(Route route) {
        return expected(route).body();
    }

    @Test
    @Tag("TEN-04")
    void everyRouteStandsInTheTableWithTheRightThatItNeeds() {
        assertEquals(
                ExpectedRoutes.OPEN.keySet(),
                routes.stream()
                        .filter(route -> route.right().isEmpty())
                        .map(RouteMatrixTest::name)
                        .collect(Collectors.toSet()));
        Map<String, Right> rights =
                guarded().collect(Collectors.toMap(RouteMatrixTest::name, r -> r.right().get()));
        assertEquals(
                ExpectedRoutes.GUARDED.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().right())),
                rights);
        Set<String> served = new TreeSet<>();
        PublicHttp.routes()
                .forEach((path, methods) -> methods.forEach(m -> served.add(m + " " + path)));
        Set<String> known = new TreeSet<>(ExpectedRoutes.OPEN.keySet());
        known.addAll(ExpectedRoutes.GUARDED.keySet());
        assertEquals(known, served);
    }

    /** Whatever is no key of that organisation, in the header where the key belongs. */
    private static List<String> wrongKeys(Route route) {
        return List.of(
                "Bearer",
                "Bearer ",
                "Bearer nonsense",
                "Bearer " + AdminServer.REVOKED,
                "Bearer " + AdminServer.OTHERS,
                "Bearer " + (ofPlatform(route) ? AdminServer.OWNER : AdminServer.PLATFORM),
                "Bearer " + KeyHashes.of(AdminServer.OWNER),
                "Bearer " + KeyHashes.of(AdminServer.PLATFORM),
                "Bearer " + SESSION,
                "Bearer acme/bot",
                "Bearer acme",
                "Bearer The desk",
                "Bearer 0197f3a2-7c1e-7b5a-9d3e-000000000000",
                "Bearer ' OR '1'='1",
                "Bearer \";--",
                "Bearer *)(uid=*",
                "Bearer $..*",
                "Bearer {{7*7}}",
                "Bearer " + "x".repeat(5000),
                right(route),
                "Basic " + right(route),
                "Basic " + base64(":" + right(route)),
                "Token " + right(route),
                "Bearer " + right(route) + "x",
                "Bearer " + right(route).toUpperCase(Locale.ROOT),
                "Bearer x " + right(route),
                "Bearer=" + right(route));
    }

    /** The best key there is for a route. */
    private static String right(Route route) {
        return ofPlatform(route) ? AdminServer.PLATFORM : AdminServer.OWNER;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Tag("TEN-04")
    @Tag("TEN-07")
    @Tag("SEC-03")
    @Tag("SEC-04")
    void whateverIsNoKeyOfTheOrganisationIsRefusedByTheSameBytes() {
        guarded()
                .forEach(
                        route -> {
                            String none =
                                    AdminServer.seen(
                                            admin.call(
                                                    route.method().text(),
                                                    path(route),
                                                    body(route)));
                            assertTrue(none.startsWith("401 "), name(route) + ": " + none);
                            assertTrue(none.contains("\"code\":\"unauthorized\""), none);
                            for (String header : wrongKeys(route)) {
                                assertEquals(
                                        none,
                                        AdminServer.seen(
                                                admin.call(
                                                        route.method().text(),
                                                        path(route),
                                                        body(route),
                                                        "Authorization",
                                                        header)),
                                        name(route) + " with " + header);
                            }
                        });
    }

    @Test
    @Tag("TEN-04")
    void theHeadOfACallNeedsTheSameKey() {
        guarded()
                .filter(route -> route.method().text().equals("GET"))
                .forEach(
                        route -> {
                            var none = admin.call("HEAD", path(route), "");
                            assertEquals(401, none.statusCode(), name(route));
                            var right = admin.as(right(route), "HEAD", path(route), "");
                            assertEquals(expected(route).status(), right.statusCode(), name(route));
                        });
    }

    @Test
    @Tag("TEN-07")
    @Tag("TEN-10")
    void aRightKeyAnywhereElseIsNone() {
        guarded()
                .forEach(
                        route -> {
                            String key = right(route);
                            for (String header : List.of("x-api-key", "api-key", "x-auth-token")) {
                                refused(route, "", header, key);
                                refused(route, "", header, "Bearer " + key);
                            }
                            refused(route, "", "Cookie", "key=" + key + "; Authorization=" + key);
                            refused(route, "", "Proxy-Authorization", "Bearer " + key);
                            refused(route, "", "X-Forwarded-Authorization", "Bearer " + key);
                            for (String name : List.of("key", "api_key", "access_token", "token")) {
                                refused(route, "?" + name + "=" + key);
                            }
                            refused(route, "?Authorization=Bearer%20" + key);
                            refused(
                                    route,
                                    "",
                                    "Authorization",
                                    "Bearer " + key,
                                    "Authorization",
                                    "Bearer " + key);
                            refused(
                                    route,
                                    "",
                                    "Authorization",
                                    "Bearer nonsense",
                                    "Authorization",
                                    "Bearer " + key);
                        });
    }

    private void refused(Route route, String query, String... headers) {
        HttpResponse<String> response =
                admin.call(route.method().text(), path(route) + query, body(route), headers);
        String what = name(route) + query + " " + List.of(headers) + ": " + response.body();
        assertEquals(401, response.statusCode(), what);
        assertEquals("unauthorized", AdminServer.code(response), what);
    }

    @Test
    @Tag("TEN-09")
    void noHeaderMakesACallATrustedOne() {
        guarded()
                .forEach(
                        route -> {
                            for (String header : TrustHeaders.ALL) {
                                String[] parts = header.split(": ", 2);
                                refused(route, "", parts);
                            }
                            String[] all =
                                    TrustHeaders.ALL.stream()
                                            .flatMap(each -> Stream.of(each.split(": ", 2)))
                                            .toArray(String[]::new);
                            refused(route, "", all);
                        });
    }

    @Test
    @Tag("TEN-09")
    @Tag("TEN-10")
    void aMethodThatIsNamedInAHeaderIsNotTaken() {
        String document = "/api/orgs/acme/chatbots/bot/documents/fees.md";
        for (String header :
                List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            for (String key : List.of(AdminServer.VIEWER, AdminServer.OWNER)) {
                var response =
                        admin.call(
                                "GET",
                                document + "?_method=DELETE",
                                "",
                                "Authorization",
                                "Bearer " + key,
                                header,
                                "DELETE");
                assertEquals(200, response.statusCode(), response.body());
                assertTrue(response.body().contains("\"state\":\"indexed\""), response.body());
            }
        }
    }

    @Test
    @Tag("TEN-10")
    void aRoleMayDoWhatItIsForAndNothingElse() {
        Map<String, List<Right>> rights = new LinkedHashMap<>();
        rights.put(AdminServer.VIEWER, List.of(Right.READ));
        rights.put(AdminServer.EDITOR, List.of(Right.READ, Right.EDIT));
        rights.put(AdminServer.OWNER, List.of(Right.READ, Right.EDIT, Right.OWN));
        rights.put(AdminServer.PLATFORM, List.of(Right.PLATFORM));
        List<String> wrong = new ArrayList<>();
        rights.forEach(
                (key, allowed) ->
                        guarded()
                                .filter(
                                        route ->
                                                ofPlatform(route)
                                                        == key.equals(AdminServer.PLATFORM))
                                .forEach(
                                        route -> {
                                            ExpectedRoutes.Expected expected = expected(route);
                                            var response =
                                                    admin.as(
                                                            key,
                                                            route.method().text(),
                                                            path(route),
                                                            expected.body());
                                            boolean may = allowed.contains(expected.right());
                                            int wanted = may ? expected.status() : 403;
                                            boolean told =
                                                    may
                                                            || AdminServer.code(response)
                                                                    .equals("forbidden");
                                            if (response.statusCode() != wanted || !told) {
                                                wrong.add(
                                                        "%s as %s: %d %s"
                                                                .formatted(
                                                                        name(route),
                                                                        key,
                                                                        response.statusCode(),
                                                                        response.body()));
                                            }
                                        }));
        assertEquals(List.of(), wrong);
    }

    @Test
    @Tag("TEN-01")
    @Tag("TEN-04")
    void anOrganisationOfOthersLooksLikeOneThatIsNotThere() {
        guarded()
                .filter(route -> !ofPlatform(route))
                .forEach(
                        route ->
                                assertEquals(
                                        AdminServer.seen(
                                                admin.as(
                                                        AdminServer.OWNER,
                                                        route.method().text(),
                                                        path(route, "nobody"),
                                                        body(route))),
                                        AdminServer.seen(
                                                admin.as(
                                                        AdminServer.OWNER,
                                                        route.method().text(),
                                                        path(route, "other"),
                                                        body(route))),
                                        name(route)));
    }

    @Test
    @Tag("SEC-03")
    void aRefusalNamesNoProductAndNoServer() {
        guarded()
                .forEach(
                        route -> {
                            String seen =
                                    AdminServer.seen(
                                            admin.as(
                                                    "nonsense",
                                                    route.method().text(),
                                                    path(route),
                                                    body(route)));
                            String lower = seen.toLowerCase(Locale.ROOT);
                            for (String word :
                                    List.of("zaaky", "helidon", "java", "server=", "zk_", "zp_")) {
                                assertFalse(lower.contains(word), name(route) + ": " + seen);
                            }
                        });
    }
}
