package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.common.uri.UriPath;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    private static final int PATHS = 200_000;

    private static final List<String> PARTS =
            List.of(
                    "/",
                    "/",
                    "/",
                    "a",
                    ".",
                    "..",
                    ";",
                    "%2e",
                    "%2E",
                    "%2f",
                    "%3b",
                    "%5c",
                    "%25",
                    "41",
                    "%41",
                    "%7e",
                    "%00",
                    "%",
                    "\\",
                    "x=1",
                    "~",
                    ":",
                    "@",
                    "#",
                    "http://h",
                    "-");

    @ParameterizedTest
    @Tag("HTTP-15")
    @ValueSource(
            strings = {
                "/",
                "/demo",
                "/widget/panel.js",
                "/widget/",
                "/api/orgs/acme/chatbots/desk/documents/docs/v1.2/readme.md",
                "/a/.b/..c/d./e../.../~f/%7Eg/v1%2e2",
                "/%c3%a9",
                "/100%25/%25x/%25",
                "http://example.org/demo",
                "HTTPS://[::1]:8001/demo",
                "http://example.org"
            })
    void whatCanBeReadInOneWayOnlyIsPlain(String path) {
        assertTrue(RequestPath.isPlain(path), path);
    }

    @ParameterizedTest
    @Tag("HTTP-15")
    @ValueSource(
            strings = {
                "/a;b",
                "/a;",
                "/;/a",
                "/..;/a",
                "/a%3bb",
                "/a%3B",
                "/.",
                "/..",
                "/./a",
                "/a/..",
                "/a/../b",
                "/%2e",
                "/%2E%2e/a",
                "/.%2e",
                "/a/%2e./b",
                "//",
                "//a",
                "/a//b",
                "/a//",
                "/a%2fb",
                "/%2F",
                "/..%2fa",
                "/a\\b",
                "/a%5cb",
                "/a%5C..",
                "/%252e%252e/a",
                "/a%2541",
                "/%25252e",
                "/%",
                "/%2",
                "/%zz",
                "/%\uff12e",
                "/a%00",
                "/a%0a",
                "/a%7f",
                "/a\tb",
                "/a#b",
                "*",
                "a",
                "a/b",
                "?",
                "",
                "x:/a",
                "x:80",
                "ftp://x/a",
                "http:///a",
                "http:/a",
                "http://x;y/a",
                "http://x@y/a",
                "http://x%2f/a",
                "http://x/..;/a",
                "http://x//a",
                "http://x\\/a"
            })
    void whatCanBeReadInSeveralWaysIsNot(String path) {
        assertFalse(RequestPath.isPlain(path), path);
    }

    /** What passes is left as it is by what Helidon makes of paths: nothing dropped or resolved. */
    @Test
    @Tag("HTTP-15")
    void helidonReadsAPlainPathAsItWasSent() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int plain = 0;
        for (int i = 0; i < PATHS; i++) {
            var path = new StringBuilder(random.nextInt(8) == 0 ? "" : "/");
            for (int part = random.nextInt(8); part > 0; part--) {
                path.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            String raw = path.toString();
            if (RequestPath.isPlain(raw)) {
                plain++;
                String sent = raw.replaceFirst("^http://[^/]*", "");
                assertEquals(
                        URLDecoder.decode(sent, StandardCharsets.UTF_8),
                        UriPath.create(raw).path(),
                        () -> "seed " + seed + ": " + raw);
            }
        }
        assertTrue(plain > PATHS / 100, "only " + plain + " of " + PATHS + " were plain");
    }
}
