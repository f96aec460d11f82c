package io.zaaky.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.ConfigNode;
import io.zaaky.spi.Problem;
import io.zaaky.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {
    private static final AllowedOrigins ORIGINS =
            AllowedOrigins.of(
                    List.of(
                            "https://good.example",
                            "https://*.example.org",
                            "http://*.local.test:8080"));

    @ParameterizedTest
    @Tag("COST-13")
    @CsvSource({
        "https://good.example, true",
        "https://www.example.org, true",
        "https://a.b-c.example.org, true",
        "https://xn--bcher-kva.example.org, true",
        "http://shop.local.test:8080, true",
        "https://example.org, false",
        "https://.example.org, false",
        "https://evilexample.org, false",
        "https://evil-example.org, false",
        "https://www.example.org.evil.com, false",
        "https://evil.com/.example.org, false",
        "https://evil.com#.example.org, false",
        "https://evil.com?.example.org, false",
        "https://evil.com:80.example.org, false",
        "https://user@www.example.org, false",
        "https://www..example.org, false",
        "https://-www.example.org, false",
        "https://*.example.org, false",
        "http://www.example.org, false",
        "https://www.example.org:8443, false",
        "https://www.example.org:443, false",
        "https://www.example.org., false",
        "https://WWW.example.org, false",
        "HTTPS://good.example, false",
        "https://good.example., false",
        "https://good.example.evil.com, false",
        "http://shop.local.test, false",
        "http://shop.local.test:8081, false",
        "null, false",
        "'', false",
        "'https://', false",
        "'https://www.example.org https://good.example', false"
    })
    void schemeNameAndPortAreCompared(String origin, boolean allowed) {
        assertEquals(allowed, ORIGINS.contains(origin), origin);
    }

    @Test
    void anOriginWithoutEndIsNone() {
        assertEquals(false, ORIGINS.contains("https://" + "a.".repeat(8000) + "example.org"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.example.org",
                "https://*.example.org",
                "http://localhost:3000",
                "https://*.intranet",
                "http://192.0.2.7:8080",
                "http://[2001:db8::1]:8080",
                "https://example.org:8443"
            })
    void whatAPageCanBeOfIsTaken(String origin) {
        assertEquals(List.of(), problems(origin));
    }

    @ParameterizedTest
    @Tag("COST-13")
    @CsvSource(
            delimiter = '|',
            value = {
                "*|must be origins such as",
                "null|must be origins such as",
                "example.org|must be origins such as",
                "https://Example.org|must be origins such as",
                "https://example.org/|must be origins such as",
                "https://www.*.org|must be origins such as",
                "https://*example.org|must be origins such as",
                "https://*|must be origins such as",
                "https://*.*.example.org|must be origins such as",
                "ftp://example.org|must be origins such as",
                "https://a..example.org|must be origins such as",
                "https://example.org.|must be origins such as",
                "https://*.example.org:443|leave out the port 443 of https",
                "http://example.org:80|leave out the port 80 of http",
                "https://example.org:0|from 1 to 65535",
                "https://example.org:70000|from 1 to 65535",
                "https://*.192.0.2.7|no names below an address",
                "https://*.[::1]|no names below an address",
                "http://127.1|such as 192.0.2.7",
                "http://192.0.2.07|such as 192.0.2.7",
                "http://192.0.2.300|such as 192.0.2.7"
            })
    void whatNoPageCanBeOfIsAProblem(String origin, String why) {
        List<Problem> problems = problems(origin);
        assertEquals(1, problems.size(), origin);
        assertEquals("widget.allowed-origins", problems.getFirst().path());
        assertTrue(problems.getFirst().message().contains(why), problems::toString);
        assertTrue(problems.getFirst().message().contains(origin), problems::toString);
    }

    private static List<Problem> problems(String origin) {
        var at = new ConfigNode.Location("acme.yaml", 1);
        List<Problem> problems = new ArrayList<>();
        var node =
                new ConfigNode.Table(
                        Map.of("allowed-origins", new ConfigNode.Text(origin, at)), at);
        var _ = AllowedOrigins.from(new Settings(node, "widget", problems::add), "allowed-origins");
        return problems;
    }
}
