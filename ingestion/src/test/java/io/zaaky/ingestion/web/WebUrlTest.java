package io.zaaky.ingestion.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.ingestion.DocumentIds;
import java.net.URI;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user@example.org/",
                "http://user:pass@example.org/",
                "http://example.org@127.0.0.1/",
                "http://127.0.0.1#@example.org:x/",
                "http://example.org\\@127.0.0.1/",
                "http:\\\\127.0.0.1/",
                "http:/127.0.0.1/",
                "http:127.0.0.1",
                "//example.org/",
                "http:///example.org/",
                "http://example.org%2f@127.0.0.1/",
                "http://127.0.0.1%2f.example.org/",
                "http://exam\tple.org/",
                "http://example.org\n/",
                " http://example.org/",
                "http://example.org/a b",
                "http://example.org/a\u0000b",
                "http://example.org/\r\nHost: x",
                "http://127.1/",
                "http://2130706433/",
                "http://0177.0.0.1/",
                "http://0x7f000001/",
                "http://0x7f.1/",
                "http://127.0.0.01/",
                "http://127.0.0.256/",
                "http://1.2.3.4.5/",
                "http://example.0x1/",
                "http://example.org./",
                "http://127.0.0.1./",
                "http://example..org/",
                "http://.example.org/",
                "http://-example.org/",
                "http://good_example/",
                "http://b\u00fccher.example/",
                "http://example\u3002org/",
                "http://\u2460\u2461\u2466.0.0.1/",
                "http://[::1/",
                "http://[::1%25eth0]/",
                "http://[fe80::1%eth0]/",
                "http://[::127.0.0.1.]/",
                "http://[v1.x]/",
                "http://::1/",
                "http://example.org:/",
                "http://example.org:080/",
                "http://example.org:0/",
                "http://example.org:65536/",
                "http://example.org:99999999999/",
                "http://example.org:80:80/",
                "http://example.org:+80/",
                "http://example.org/%zz",
                "http://example.org/%",
                "http://",
                "http://?",
                ""
            })
    @Tag("ING-02")
    void whatCanBeReadInTwoWaysIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> WebUrl.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd", "ftp://example.org/", "jar:http://example.org/a.jar!/",
                "gopher://example.org:70/", "data:text/html,hi", "javascript:alert(1)",
                "ldap://example.org/", "dict://example.org:11211/", "netdoc:///etc/passwd",
                "mailto:a@example.org", "https+unix://x/", "view-source:http://example.org/"
            })
    @Tag("ING-05")
    void otherSchemesAreRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> WebUrl.parse(text));
        assertEquals(Optional.empty(), WebUrl.parse("http://example.org/").resolve(text));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP://Example.ORG, http://example.org/",
        "https://example.org:443/a, https://example.org/a",
        "http://example.org:8080/?q=1#part, http://example.org:8080/?q=1",
        "http://example.org/a/./b/../c/.., http://example.org/a/",
        "http://example.org/../../etc, http://example.org/etc",
        "http://example.org/%2e%2E/a/%2e, http://example.org/a/",
        "http://127.0.0.1/, http://127.0.0.1/",
        "http://[2001:DB8::1]:81/, http://[2001:db8::1]:81/",
        "http://xn--bcher-kva.example/, http://xn--bcher-kva.example/"
    })
    void thePartsAreWhatWasWritten(String text, String address) {
        assertEquals(address, WebUrl.parse(text).toString());
        assertEquals(WebUrl.parse(address), WebUrl.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "b.html, https://example.org/dir/b.html",
        "/b, https://example.org/b",
        "../b, https://example.org/b",
        "?page=2, https://example.org/dir/a.html?page=2",
        "//other.example/b, https://other.example/b",
        "Öffnung 1.html, https://example.org/dir/%C3%96ffnung%201.html",
        "b?tags[]=1, https://example.org/dir/b?tags%5B%5D=1",
        "#top, https://example.org/dir/a.html"
    })
    void aLinkIsResolvedAsBrowsersDo(String link, String address) {
        assertEquals(
                address,
                WebUrl.parse("https://example.org/dir/a.html")
                        .resolve(link)
                        .map(WebUrl::toString)
                        .orElse("none"));
    }

    @Test
    @Tag("ING-02")
    void whateverIsTakenIsTheSameForJavasParser() {
        var random = new Random(7);
        String alphabet = "ab.1:/@#?%2f\\[]x0-_~ \t\u3002&=+";
        int taken = 0;
        for (int i = 0; i < 200_000; i++) {
            var text = new StringBuilder("http://");
            for (int n = 1 + random.nextInt(12); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                WebUrl url = WebUrl.parse(text.toString());
                taken++;
                assertEquals(url.host(), URI.create(url.toString()).getHost());
                assertEquals(url, WebUrl.parse(url.toString()));
            } catch (IllegalArgumentException e) {
                // refused
            }
        }
        assertTrue(taken > 100, "only " + taken + " were taken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../x",
                "/%2e%2e/%2e%2e/x",
                "/%252e%252e/x",
                "/a%00b",
                "/CON",
                "/.",
                "/a//b",
                "/%5c..%5cx",
                "/\uFF0E\uFF0E/x",
                "/a%2f..%2fb",
                "/?x=../../y",
                "/~root/.ssh/"
            })
    @Tag("ING-08")
    void whateverThePathIsTheIdOfThePageIsOne(String path) {
        WebUrl url = WebUrl.parse("http://example.org/").resolve(path).orElseThrow();
        String id = WebSource.id(url);
        assertTrue(DocumentIds.isId(id), id);
        assertTrue(id.startsWith("example.org"), id);
    }

    @ParameterizedTest
    @CsvSource({
        "https://www.example.org/, www.example.org",
        "http://www.example.org/fees/, www.example.org/fees",
        "https://www.example.org/a/fees.html, www.example.org/a/fees.html"
    })
    void theIdOfAPageIsItsHostAndPath(String url, String id) {
        assertEquals(id, WebSource.id(WebUrl.parse(url)));
    }
}
