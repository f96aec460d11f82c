package io.zaaky.ingestion.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site at {@code https://site.test}, whose certificate is its own. */
class FetcherTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir Path folder;
    private final List<String> names = new CopyOnWriteArrayList<>();
    private SSLContext context = context();
    private HttpsServer server = server(context);

    FetcherTlsTest() throws Exception {}

    @BeforeEach
    void start() throws Exception {
        server.stop(0);
        context = certificate();
        server = server(context);
        server.createContext(
                "/",
                exchange -> {
                    var session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
                    session.getRequestedServerNames()
                            .forEach(name -> names.add(((SNIHostName) name).getAsciiName()));
                    boolean page = exchange.getRequestURI().getPath().equals("/a");
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    exchange.getResponseHeaders().set("Location", "http://site.test/a");
                    byte[] body = "hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                    boolean robots = exchange.getRequestURI().getPath().equals("/robots.txt");
                    exchange.sendResponseHeaders(page ? 200 : robots ? 404 : 301, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static SSLContext context() throws Exception {
        return SSLContext.getInstance("TLS");
    }

    private static HttpsServer server(SSLContext context) throws Exception {
        var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    private SSLContext certificate() throws Exception {
        Path store = folder.resolve("site.p12");
        var keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "site",
                                "-dname",
                                "CN=site.test",
                                "-ext",
                                "san=dns:site.test",
                                "-validity",
                                "10",
                                "-keystore",
                                store.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "changeit")
                        .redirectErrorStream(true)
                        .start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("site", keys.getCertificate("site"));
        var identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        identity.init(keys, PASSWORD);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext both = context();
        both.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
        return both;
    }

    private String get(Supplier<TlsSocketStrategy> tls, String host, String path)
            throws InterruptedException {
        var fetcher =
                new Fetcher(
                        new AddressRules(List.of(Network.parse("127.0.0.1"))),
                        name -> Fetchers.addresses("127.0.0.1"),
                        Fetchers.QUICK,
                        new Hosts(),
                        Clock.systemUTC(),
                        tls);
        var url = WebUrl.parse("https://" + host + ":" + server.getAddress().getPort() + path);
        return Fetchers.told(fetcher.fetch(url, Validators.NONE, type -> true));
    }

    @Test
    @Tag("ING-04")
    void theNameOfAPinnedAddressIsStillTheHosts() throws Exception {
        assertEquals(
                "page hello", get(() -> new DefaultClientTlsStrategy(context), "site.test", "/a"));
        assertEquals(List.of("site.test", "site.test"), names);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        String told = get(() -> new DefaultClientTlsStrategy(context), "other.test", "/a");
        assertTrue(told.startsWith("failed: "), told);
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() throws Exception {
        String told = get(DefaultClientTlsStrategy::createSystemDefault, "site.test", "/a");
        assertTrue(told.startsWith("failed: "), told);
    }

    @Test
    @Tag("ING-01")
    void aRedirectFromHttpsToHttpIsRefused() throws Exception {
        String told = get(() -> new DefaultClientTlsStrategy(context), "site.test", "/old");
        assertTrue(told.contains("It redirects from https to http."), told);
    }
}
