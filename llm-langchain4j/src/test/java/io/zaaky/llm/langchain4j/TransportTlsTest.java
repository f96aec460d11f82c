package io.zaaky.llm.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Secret;
import io.zaaky.testkit.Fault;
import io.zaaky.testkit.FaultProxy;
import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Clocks CLOCKS = Clocks.of(Duration.ofSeconds(20), Duration.ofSeconds(20));

    @TempDir Path folder;

    @Test
    @Tag("UP-17")
    void aSelfSignedCertificateIsRefusedAndTheKeyStaysHere() throws Exception {
        SSLContext server = certificate("ip:127.0.0.1", "-validity", "10");
        try (StubUpstream upstream = serve(server)) {
            refused(new Transport(at(upstream)), upstream);
        }
    }

    @Test
    @Tag("UP-17")
    void aCertificateForAnotherHostIsRefused() throws Exception {
        SSLContext other = certificate("dns:elsewhere.example", "-validity", "10");
        try (StubUpstream upstream = serve(other)) {
            refused(new Transport(at(upstream), other::getSocketFactory), upstream);
        }
    }

    @Test
    @Tag("UP-17")
    void anExpiredCertificateIsRefused() throws Exception {
        SSLContext old = certificate("ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
        try (StubUpstream upstream = serve(old)) {
            refused(new Transport(at(upstream), old::getSocketFactory), upstream);
        }
    }

    @Test
    void aTrustedCertificateIsSpokenTo() throws Exception {
        SSLContext server = certificate("ip:127.0.0.1", "-validity", "10");
        try (StubUpstream upstream = serve(server)) {
            var transport = new Transport(at(upstream), server::getSocketFactory);
            byte[] body =
                    transport.fetch(Request.get(transport.upstream(), "models"), CLOCKS, 1000);
            assertEquals("secret talk", new String(body, StandardCharsets.UTF_8));
            assertEquals("Bearer sk-SENTINEL", upstream.call(0).header("Authorization"));
        }
    }

    /** A cut without TLS's own goodbye. */
    @ParameterizedTest
    @EnumSource(names = {"FIN", "RST"})
    @Tag("UP-16")
    void aConnectionThatIsCutIsNeverTheEndOfTheAnswer(Fault.End end) throws Exception {
        SSLContext server = certificate("ip:127.0.0.1", "-validity", "10");
        StubScript script = StubUpstream.openAi().text("secret talk").hold();
        try (StubUpstream upstream = serve(server, script);
                var line = FaultProxy.before(upstream.uri("/v1"))) {
            var cut = new Upstream("openai", line.uri(), new Secret("sk-SENTINEL"));
            var transport = new Transport(cut, server::getSocketFactory);
            Request request = Request.get(transport.upstream(), "models");
            PluginException failure =
                    assertThrows(
                            PluginException.class,
                            () ->
                                    transport.send(
                                            request,
                                            CLOCKS,
                                            (_, body, _) -> read(body, line, end)));
            assertEquals(Reason.UNAVAILABLE, failure.reason(), failure.getMessage());
        }
    }

    /** Reads what there is, has the line cut, and reads on to the end. */
    private static String read(InputStream body, FaultProxy line, Fault.End end)
            throws IOException {
        byte[] first = new byte["secret talk".length()];
        new DataInputStream(body).readFully(first);
        line.toClient(end == Fault.End.FIN ? Fault.NONE.fin(0) : Fault.NONE.rst(0));
        return new String(first, StandardCharsets.UTF_8)
                + new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void refused(Transport transport, StubUpstream upstream) {
        Request request = Request.get(transport.upstream(), "models");
        PluginException failure =
                assertThrows(PluginException.class, () -> transport.fetch(request, CLOCKS, 1000));
        assertEquals(Reason.UNAVAILABLE, failure.reason());
        assertTrue(
                String.valueOf(failure.getMessage()).contains("trust store"), failure.getMessage());
        assertEquals(0, upstream.calls(), "a request was sent");
    }

    private static Upstream at(StubUpstream upstream) {
        return new Upstream("openai", upstream.uri("/v1"), new Secret("sk-SENTINEL"));
    }

    private static StubUpstream serve(SSLContext context) throws IOException {
        return serve(context, StubUpstream.openAi().text("secret talk"));
    }

    private static StubUpstream serve(SSLContext context, StubScript script) throws IOException {
        return StubUpstream.start(
                context.getServerSocketFactory()
                        .createServerSocket(0, 10, InetAddress.getLoopbackAddress()),
                "https",
                script);
    }

    /** A context with a certificate from an authority of its own, which is all it trusts. */
    private SSLContext certificate(String name, String... more)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("keys.p12");
        keytool(file, "-alias", "authority", "-dname", "CN=authority", "-ext", "bc=ca:true");
        List<String> own =
                new ArrayList<>(List.of("-alias", "stub", "-signer", "authority", "-dname"));
        own.addAll(List.of("CN=stub", "-ext", "san=" + name));
        own.addAll(List.of(more));
        keytool(file, own.toArray(String[]::new));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        Certificate authority = store.getCertificate("authority");
        store.deleteEntry("authority"); // or it would be shown instead
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static void keytool(Path file, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                                "-genkeypair",
                                "-keystore",
                                file.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                new String(PASSWORD),
                                "-keyalg",
                                "EC"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
