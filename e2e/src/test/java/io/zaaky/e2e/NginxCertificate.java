package io.zaaky.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A self-signed certificate for {@code localhost}, made by the JDK's keytool.
 *
 * @param client an SSL context that trusts nothing else
 */
record NginxCertificate(SSLContext client) {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String TRUST = "trust.p12";

    /** What makes a program in Java that is started trust the certificate in that folder. */
    static Map<String, String> trustedBy(Path folder) {
        return Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Djavax.net.ssl.trustStore="
                        + folder.resolve(TRUST)
                        + " -Djavax.net.ssl.trustStorePassword="
                        + String.valueOf(PASSWORD));
    }

    /**
     * Writes {@code fullchain.pem} and {@code privkey.pem} into the folder, and what {@link
     * #trustedBy} needs.
     */
    static NginxCertificate writeTo(Path folder) {
        try {
            Path store = folder.resolve("store.p12");
            keytool(store);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD);
            }
            var certificate = Objects.requireNonNull(keys.getCertificate("zaaky"));
            var key = Objects.requireNonNull(keys.getKey("zaaky", PASSWORD));
            write(folder.resolve("fullchain.pem"), "CERTIFICATE", certificate.getEncoded());
            write(folder.resolve("privkey.pem"), "PRIVATE KEY", key.getEncoded());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("zaaky", certificate);
            try (OutputStream out = Files.newOutputStream(folder.resolve(TRUST))) {
                trusted.store(out, PASSWORD);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext client = SSLContext.getInstance("TLS");
            client.init(null, trust.getTrustManagers(), null);
            return new NginxCertificate(client);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("no test certificate", e);
        }
    }

    private static void keytool(Path store) throws IOException {
        String program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process =
                new ProcessBuilder(
                                List.of(
                                        program,
                                        "-genkeypair",
                                        "-alias",
                                        "zaaky",
                                        "-keyalg",
                                        "EC",
                                        "-dname",
                                        "CN=localhost",
                                        "-ext",
                                        "SAN=dns:localhost",
                                        "-validity",
                                        "2",
                                        "-storetype",
                                        "PKCS12",
                                        "-keystore",
                                        store.toString(),
                                        "-storepass",
                                        new String(PASSWORD)))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("keytool: " + output);
        }
    }

    private static void write(Path file, String what, byte[] encoded) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        Files.writeString(
                file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }
}
