package io.zaaky.e2e;

import static io.zaaky.e2e.NginxVisitor.question;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product behind the shipped nginx, to a visitor who claims another address each time. */
final class AddressesBehindNginxIT {
    private static final int FOUR = 4;
    private static final int CALLS = 100;
    private static final String BODY = "{\"chatbot_id\":\"acme/desk\",\"message\":\"Hello\"}";
    private static final List<String> CLAIMS =
            List.of("X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP", "X-Client-IP");

    private final Random random = new Random(7);
    private ZaakyProcess zaaky;
    private NginxFront nginx;
    private NginxVisitor visitor;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        Installation installation = Installation.in(folder.resolve("zaaky"));
        installation.server("server: {shutdown-grace: 0s, trusted-proxies: [127.0.0.1]}\n");
        installation.organisation(
                """
                chatbots:
                  desk:
                    llm: {provider: extractive}
                    limits: {messages-per-minute: 100000, messages-per-day: 4}
                """);
        zaaky = installation.serve();
        Path files = Files.createDirectory(folder.resolve("nginx"));
        nginx = new NginxFront(files, zaaky.at("/").getPort(), AddressesBehindNginxIT::patient);
        visitor = new NginxVisitor(nginx.certificate());
    }

    @AfterEach
    void stop() {
        Closing.all(visitor, nginx, zaaky);
    }

    /** Its own limit, which knows no such header, would be met first. */
    private static String patient(String shipped) {
        return shipped.replace("rate=60r/m", "rate=6000r/m").replace("burst=30", "burst=1000");
    }

    @Test
    @Tag("COST-01")
    void aHundredClaimsAreOneVisitorsThroughNginxToo() throws IOException {
        assertEquals(FOUR, answered(nginx.tls("/api/public/chat"), ""));
    }

    /**
     * From this machine, which is trusted as a proxy: but the last hop is not the visitor's to say.
     */
    @Test
    @Tag("COST-01")
    void aHundredClaimsBeforeTheLastHopAreOneVisitorsDirectlyToo() throws IOException {
        assertEquals(FOUR, answered(zaaky.at("/api/public/chat"), ", 203.0.113.200"));
        assertEquals(FOUR, answered(nginx.tls("/api/public/chat"), ""), "nginx's is another one");
    }

    /**
     * How many of a hundred questions were answered; the others were too many.
     *
     * @param last what stands behind each claim about addresses
     */
    private int answered(URI chat, String last) throws IOException {
        int answered = 0;
        for (int i = 0; i < CALLS; i++) {
            HttpRequest.Builder request = question(chat, BODY);
            for (String name : CLAIMS) {
                String claim = name.equals("Forwarded") ? "for=" + address() : address();
                request.header(name, name.equals("X-Forwarded-For") ? claim + last : claim);
            }
            HttpResponse<String> response = visitor.send(request);
            if (response.statusCode() == 200) {
                answered++;
            } else {
                assertEquals(429, response.statusCode(), response.body());
                assertTrue(response.body().contains("public_chat"), response.body());
            }
        }
        return answered;
    }

    private String address() {
        return random.nextBoolean()
                ? "203.0.113." + random.nextInt(256) + ", 198.51.100." + random.nextInt(256)
                : "2001:db8::" + Integer.toHexString(random.nextInt(65_536));
    }
}
