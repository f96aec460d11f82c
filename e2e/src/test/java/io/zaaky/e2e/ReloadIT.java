package io.zaaky.e2e;

import static io.zaaky.e2e.Installation.EXTRACTIVE;
import static io.zaaky.e2e.Installation.QUESTION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.testkit.Conditions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator changes the configuration and sends SIGHUP. */
final class ReloadIT {
    private final Visitor visitor = new Visitor("acme/desk", "the-session-of-the-reload-1");
    private Installation installation;

    @BeforeEach
    void install(@TempDir Path folder) {
        installation = Installation.in(folder);
        installation.desk(EXTRACTIVE, "greeting: Hello");
    }

    @AfterEach
    void leave() {
        visitor.close();
    }

    @Test
    @Tag("OPS-05")
    void aChangeIsLiveAfterSighupAndABrokenOneIsRefused() {
        try (var zaaky = installation.serve()) {
            assertEquals("Hello", greeting(zaaky));
            installation.desk(EXTRACTIVE, "greeting: Moin");
            zaaky.hangUp();
            Conditions.await("the new greeting", () -> greeting(zaaky), "Moin"::equals);
            installation.desk("llm: {provider: nobody}", "greeting: Bye");
            zaaky.hangUp();
            Conditions.await(
                    "the refusal",
                    zaaky::log,
                    log -> log.contains("acme.yaml:4: orgs.acme.chatbots.desk.llm.provider: "));
            assertEquals("Moin", greeting(zaaky));
            assertEquals(200, visitor.status(zaaky.management("/health/ready")));
            Told told = visitor.ask(zaaky, QUESTION);
            assertTrue(told.text().contains("12 euros"), told::text);
            zaaky.stop();
        }
    }

    private String greeting(ZaakyProcess zaaky) {
        return visitor.widget(zaaky).path("greeting").asText();
    }
}
