package io.zaaky.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.testkit.Storm;
import io.zaaky.testkit.StormModel;
import io.zaaky.testkit.StormRemains;
import io.zaaky.testkit.StormTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two organisations with one connection to PostgreSQL, for conversations and documents, by a role
 * that owns nothing there.
 */
final class StormIT {
    private static final int REQUESTS = 2000;
    private static final long SEED = 20_261_130;
    private static final String RETRIEVAL = "    retrieval:\n";
    private static final String IN_POSTGRES =
            RETRIEVAL + "      provider: pgvector\n      data-source: postgres\n";

    private final List<StormTenant> tenants = Storm.tenants();

    @Test
    @Tag("TEN-14")
    @Tag("TEN-15")
    void ofTwoOrganisationsWhoseRequestsAreCutNeitherMeetsAnythingOfTheOther(@TempDir Path folder)
            throws IOException {
        try (var database = new OwnDatabase();
                var model = new StormModel(tenants)) {
            Installation installation = installation(folder, model, database.urlOfARole());
            String url = database.urlOfAnOwnerOfNothing();
            try (ZaakyProcess first = installation.serve()) { // it makes the tables
                first.stop();
            }
            serveBy(installation, url);
            try (ZaakyProcess zaaky = installation.serve()) {
                var storm = new Storm(zaaky.at("/").getPort(), tenants, model);
                storm.blow(REQUESTS, SEED);
                storm.lookAround();
                assertEquals(List.of(), storm.faults());
                assertFalse(storm.served().containsValue(0), storm.served()::toString);
                zaaky.stop();
            }
            assertEquals(0, database.owned(), "what belongs to the role that served");
            var remains = new StormRemains(tenants);
            remains.database(database.url());
            remains.files(installation.data());
            assertEquals(List.of(), remains.faults());
            assertTrue(remains.looked() > REQUESTS / 2, "looked at " + remains.looked());
            assertEquals(
                    0,
                    database.number(
                            """
                            SELECT count(*) FROM messages m
                            JOIN conversations c ON c.id = m.conversation_id
                            WHERE (c.org, c.chatbot) <> (m.org, m.chatbot)
                            """));
        }
    }

    private Installation installation(Path folder, StormModel model, String url)
            throws IOException {
        var installation = new Installation(folder);
        Path orgs = Files.createDirectories(installation.config().resolve("orgs"));
        serveBy(installation, url);
        for (StormTenant tenant : tenants) {
            Files.writeString(
                    orgs.resolve(tenant.org() + ".yaml"),
                    tenant.yaml(model).replace(RETRIEVAL, IN_POSTGRES)
                            + "    conversations: {data-source: postgres}\n");
        }
        return installation;
    }

    private static void serveBy(Installation installation, String url) {
        installation.server(
                """
                server: {requests-per-minute: 1000000000, wrong-keys-per-minute: 1000000000}
                data-sources: {postgres: {url: "%s", pool-size: 1}}
                """
                        .formatted(url));
    }
}
