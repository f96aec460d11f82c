package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.testkit.Conditions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that is taken away while its calls are under way. */
@Tag("TEN-17")
class RevocationTest {
    private static final int SOON_MILLIS = 5000;

    /** Said when the server begins to read what is uploaded. */
    private static final String GO_ON = "HTTP/1.1 100 Continue\r\n\r\n";

    private static final String DOCUMENT = "/api/orgs/acme/chatbots/bot/documents/slow.txt";

    private AdminServer admin;

    @BeforeEach
    void start(@TempDir Path folder) {
        admin = new AdminServer(folder);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    /** An upload of which the server has the headers and half of the body. */
    private Socket upload(String key) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), admin.server().port());
        socket.setSoTimeout(SOON_MILLIS);
        String request =
                """
                PUT %s HTTP/1.1\r
                Host: 127.0.0.1\r
                Authorization: Bearer %s\r
                Content-Type: text/plain\r
                Content-Length: 10\r
                Expect: 100-continue\r
                \r
                """
                        .formatted(DOCUMENT, key);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var begun =
                new String(
                        socket.getInputStream().readNBytes(GO_ON.length()),
                        StandardCharsets.US_ASCII);
        assertEquals(GO_ON, begun);
        socket.getOutputStream().write("01234".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** What comes until the connection ends; fails if that takes longer than a revocation may. */
    private static String rest(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return ""; // cut
        }
    }

    private void revoke() {
        admin.write(AdminServer.acme(AdminServer.REVOKED));
        assertEquals(List.of(), admin.server().reload());
    }

    private void isNotStored() {
        var response = admin.as(AdminServer.REVOKED, "GET", DOCUMENT, "");
        assertEquals(404, response.statusCode(), response.body());
    }

    @Test
    void anUploadUnderWayIsCut() throws IOException {
        try (Socket socket = upload(AdminServer.OWNER)) {
            revoke();
            String answer = rest(socket);
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 401"), answer);
            isNotStored();
        }
    }

    @Test
    void whatArrivesBeforeTheCutIsRefusedAllTheSame() throws IOException {
        try (Socket socket = upload(AdminServer.OWNER)) {
            revoke();
            socket.getOutputStream().write("56789".getBytes(StandardCharsets.US_ASCII));
            String answer = rest(socket);
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 401"), answer);
            isNotStored();
        }
    }

    @Test
    void aCallWhoseKeyStaysGoesOn() throws IOException {
        try (Socket socket = upload(AdminServer.REVOKED)) {
            revoke();
            socket.getOutputStream().write("56789".getBytes(StandardCharsets.US_ASCII));
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 201".length());
            assertEquals("HTTP/1.1 201", new String(status, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aRoleThatIsLessThanBeforeHoldsAtOnce() {
        assertEquals(
                200,
                admin.as(AdminServer.EDITOR, "POST", search(), "{\"query\":\"fees\"}")
                        .statusCode());
        admin.write(AdminServer.acme(AdminServer.OWNER).replace("role: editor", "role: viewer"));
        assertEquals(List.of(), admin.server().reload());
        assertEquals(
                403,
                admin.as(AdminServer.EDITOR, "POST", search(), "{\"query\":\"fees\"}")
                        .statusCode());
    }

    private static String search() {
        return "/api/orgs/acme/chatbots/bot/search";
    }

    @Test
    void aNewKeyWorksBesideTheOldOneUntilThatGoes() {
        String fresh = "zk_a-new-key-of-acme-that-nobody-guesses";
        admin.write(AdminServer.acme(AdminServer.OWNER, fresh));
        assertEquals(List.of(), admin.server().reload());
        for (String key : List.of(AdminServer.OWNER, fresh)) {
            assertEquals(200, admin.as(key, "GET", "/api/orgs/acme", "").statusCode());
        }
        admin.write(AdminServer.acme(fresh));
        assertEquals(List.of(), admin.server().reload());
        Conditions.await(
                "the old key is refused",
                () -> admin.as(AdminServer.OWNER, "GET", "/api/orgs/acme", "").statusCode(),
                status -> status == 401);
        assertEquals(200, admin.as(fresh, "GET", "/api/orgs/acme", "").statusCode());
    }

    @Test
    void aPlatformsKeyGoesAsWell() {
        admin.write("zaaky.yaml", AdminServer.platform("zp_another"));
        assertEquals(
                200,
                admin.as(AdminServer.PLATFORM, "POST", "/api/platform/reload", "").statusCode());
        assertEquals(
                401,
                admin.as(AdminServer.PLATFORM, "POST", "/api/platform/reload", "").statusCode());
        assertEquals(
                200, admin.as("zp_another", "GET", "/api/platform/organisations", "").statusCode());
    }
}
