package io.zaaky.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.ReadableSecrets;
import io.zaaky.spi.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who else on the machine can read what the server keeps. */
class FileRightsTest {
    @TempDir private Path folder;

    @Test
    @Tag("SEC-08")
    void aNewDataDirectoryIsForItsOwnerOnly() throws IOException {
        Path data = folder.resolve("parent/data");
        try (var _ = DataDirectory.take(data)) {
            assertEquals("rwx------", rights(data));
        }
    }

    @Test
    void theRightsOfADataDirectoryThatIsThereStayAsTheyAre() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
        try (var _ = DataDirectory.take(data)) {
            assertEquals("rwxr-x---", rights(data));
        }
    }

    @Test
    @Tag("SEC-08")
    void aSecretInAFileThatOthersCanReadIsToldWithoutShowingIt() throws IOException {
        Path org = Files.createDirectory(folder.resolve("orgs")).resolve("acme.yaml");
        Files.writeString(org, "name: Acme\napi-key: sk-12345\n");
        Files.setPosixFilePermissions(org, PosixFilePermissions.fromString("rw-r--r--"));

        List<String> warnings = ReadableSecrets.in(folder, List.of(new Secret("sk-12345")));

        assertEquals(1, warnings.size(), () -> warnings.toString());
        assertTrue(warnings.getFirst().startsWith(org + ":2: "), () -> warnings.toString());
        assertFalse(warnings.getFirst().contains("sk-12345"), () -> warnings.toString());
    }

    @Test
    void aSecretOfTheEnvironmentOrInAPrivateFileIsNotReported() throws IOException {
        Path orgs = Files.createDirectory(folder.resolve("orgs"));
        Path open = Files.writeString(orgs.resolve("a.yaml"), "api-key: ${KEY}\n");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        Path closed = Files.writeString(orgs.resolve("b.yaml"), "api-key: sk-12345\n");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-------"));

        assertEquals(List.of(), ReadableSecrets.in(folder, List.of(new Secret("sk-12345"))));
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
