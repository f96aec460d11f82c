package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bill of materials that the build wrote, against the jars that it made and copied. */
class BillOfMaterialsTest {
    private static final Path TARGET = Product.HOME.resolve("app/target");

    private JsonNode bill;

    @BeforeEach
    void read() throws IOException {
        bill = new ObjectMapper().readTree(TARGET.resolve("zaaky.cdx.json").toFile());
    }

    @Test
    @Tag("SUP-03")
    void everyJarOfTheServerIsInItWithItsHashAndNoOther() throws Exception {
        Map<String, String> jars = new TreeMap<>();
        Path own = TARGET.resolve("zaaky-app-" + version() + ".jar");
        put(jars, own);
        try (var jar = new JarFile(own.toFile())) {
            String classPath = jar.getManifest().getMainAttributes().getValue("Class-Path");
            for (String entry : classPath.split(" ", -1)) {
                put(jars, TARGET.resolve(entry));
            }
        }
        assertEquals(jars, listed("server"));
        assertEquals(filesOf("lib").size() + 1, jars.size(), "what lies in lib/ and is not used");
    }

    @Test
    @Tag("SUP-03")
    void everyJarOfTheDocumentParserIsInItWithItsHashAndNoOther() throws Exception {
        assertEquals(filesOf("parser"), listed("document-parser"));
    }

    @Test
    void eachIsNamedAsScannersAndLawyersNeedIt() {
        assertEquals("CycloneDX", bill.path("bomFormat").asText());
        assertTrue(bill.path("serialNumber").asText().matches("urn:uuid:[0-9a-f-]{36}"));
        for (JsonNode component : bill.path("components")) {
            String purl = component.path("purl").asText();
            String name =
                    component.path("group").asText() + "/" + component.path("name").asText() + "@";
            assertTrue(purl.startsWith("pkg:maven/" + name), purl);
            assertFalse(component.path("licenses").isEmpty(), purl + " has no licence");
        }
    }

    @Test
    @Tag("SUP-01")
    void noVersionIsASnapshotOrARange() {
        for (JsonNode component : bill.path("components")) {
            String version = component.path("version").asText();
            assertFalse(version.matches(".*(SNAPSHOT|LATEST|RELEASE$|[\\[(,]).*"), version);
        }
    }

    private String version() {
        return bill.path("metadata").path("component").path("version").asText();
    }

    private Map<String, String> listed(String process) {
        Map<String, String> jars = new TreeMap<>();
        for (JsonNode component : bill.path("components")) {
            boolean here = false;
            for (JsonNode property : component.path("properties")) {
                here |= property.path("value").asText().equals(process);
            }
            if (here) {
                jars.put(
                        component.path("name").asText()
                                + "-"
                                + component.path("version").asText()
                                + ".jar",
                        component.path("hashes").path(0).path("content").asText());
            }
        }
        return jars;
    }

    private static Map<String, String> filesOf(String folder) throws Exception {
        Map<String, String> jars = new TreeMap<>();
        try (Stream<Path> files = Files.list(TARGET.resolve(folder))) {
            for (Path file : files.toList()) {
                put(jars, file);
            }
        }
        return jars;
    }

    private static void put(Map<String, String> jars, Path jar)
            throws IOException, NoSuchAlgorithmException {
        var sha256 = MessageDigest.getInstance("SHA-256");
        jars.put(
                jar.getFileName().toString(),
                HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(jar))));
    }
}
