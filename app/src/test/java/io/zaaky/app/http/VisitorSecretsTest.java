package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.zaaky.app.RunningServer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a visitor of a chatbot has or is told is no key of its organisation, however it is sent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VisitorSecretsTest {
    private static final String TOKEN = "visitor's token";
    private static final String SETTINGS = "/api/public/chatbots/";

    private TwoOrganisations both;
    private Theirs theirs;

    @BeforeAll
    void start(@TempDir Path folder) {
        both = new TwoOrganisations(folder);
        theirs = Theirs.of(both);
    }

    @AfterAll
    void stop() {
        both.close();
    }

    /** Everything that a visitor of zeta's or acme's chatbots has seen, by what it is. */
    private Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>(theirs.ids());
        secrets.put("chatbot_id", "zeta/vault");
        secrets.put("organisation", "zeta");
        String token = Tokens.signed(Tokens.HEADER, claims(), TwoOrganisations.VISITORS);
        secrets.put(TOKEN, token);
        HttpResponse<String> signed =
                both.call("GET", SETTINGS + "acme/desk", "", Tokens.NAME, token);
        assertEquals(200, signed.statusCode(), "the token is good: " + signed.body());
        for (String chatbot : List.of("zeta/vault", "acme/desk")) {
            var settings =
                    both.call("GET", SETTINGS + chatbot, "", "X-Session-Id", theirs.session());
            assertEquals(200, settings.statusCode(), settings.body());
            JsonNode told = RunningServer.json(settings.body());
            assertEquals("Harbour desk", told.path("title").asText(), told::toString);
            told.properties()
                    .forEach(each -> secrets.put(each.getKey() + chatbot, text(each.getValue())));
        }
        assertTrue(secrets.containsValue("#123456"), secrets::toString);
        assertTrue(secrets.containsValue("When is it open?"), secrets::toString);
        return secrets;
    }

    /** What only visitors of acme's chatbot have that signs them in. */
    private static Map<String, String> signed(Map<String, String> secrets) {
        Map<String, String> signed = new LinkedHashMap<>(secrets);
        signed.keySet().removeIf(what -> !what.equals(TOKEN) && !what.endsWith("acme/desk"));
        assertTrue(signed.size() > 3, signed::toString);
        return signed;
    }

    private static String claims() {
        return Tokens.claims("ann", "acme/desk", Instant.now().plusSeconds(3600));
    }

    private static String text(JsonNode value) {
        return value.isArray() ? value.path(0).asText() : value.asText();
    }

    /** Each way in which a key might be sent: a query, or headers. */
    private static List<String[]> carriers(String secret) {
        List<String[]> all = new ArrayList<>();
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        for (String parameter : List.of("key", "api_key", "access_token", "token", "session_id")) {
            all.add(new String[] {"?" + parameter + "=" + encoded});
        }
        all.add(new String[] {"?Authorization=Bearer%20" + encoded});
        for (String scheme : List.of("Bearer ", "bearer ", "BEARER ", "Token ", "ApiKey ", "")) {
            all.add(new String[] {"", "Authorization", scheme + secret});
        }
        for (String prefix : List.of("zk_", "zp_", "sha256:")) {
            all.add(new String[] {"", "Authorization", "Bearer " + prefix + secret});
        }
        for (String pair : List.of(":" + secret, secret + ":", "admin:" + secret)) {
            byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
            String basic = Base64.getEncoder().encodeToString(bytes);
            all.add(new String[] {"", "Authorization", "Basic " + basic});
        }
        for (String header :
                List.of("X-Api-Key", "Api-Key", "X-Auth-Token", "X-Session-Id", Tokens.NAME)) {
            all.add(new String[] {"", header, secret});
        }
        all.add(new String[] {"", "Proxy-Authorization", "Bearer " + secret});
        all.add(new String[] {"", "Cookie", "key=" + encoded + "; session=" + encoded});
        return all;
    }

    private static String path(Route route, String org) {
        return route.path()
                .replace("{org}", org)
                .replace("{chatbot}", org.equals("acme") ? "desk" : "vault")
                .replace("{+id}", "secret.md")
                .replaceAll("\\{\\w+}", "nobody");
    }

    @Test
    @Tag("TEN-07")
    void areNoKeyInWhateverPlaceTheyAreSent() {
        Map<String, String> secrets = secrets();
        List<Route> guarded =
                RouteList.of(new Pages()).stream()
                        .filter(route -> route.right().isPresent())
                        .toList();
        assertEquals(ExpectedRoutes.GUARDED.size(), guarded.size());
        for (Route route : guarded) {
            for (String org : List.of("zeta", "acme")) {
                Map<String, String> tried = org.equals("zeta") ? secrets : signed(secrets);
                String method = route.method().text();
                String path = path(route, org);
                var none = both.call(method, path, "");
                assertEquals(401, none.statusCode(), none.body());
                String refused = AdminServer.seen(none);
                tried.forEach(
                        (what, secret) -> {
                            for (String[] carrier : carriers(secret)) {
                                String[] headers = Arrays.copyOfRange(carrier, 1, carrier.length);
                                assertEquals(
                                        refused,
                                        AdminServer.seen(
                                                both.call(method, path + carrier[0], "", headers)),
                                        () ->
                                                method
                                                        + path
                                                        + " with "
                                                        + what
                                                        + " as "
                                                        + List.of(carrier));
                            }
                        });
            }
        }
    }
}
