package io.zaaky.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.RunningServer;
import io.zaaky.testkit.Conditions;
import io.zaaky.testkit.Storm;
import io.zaaky.testkit.StormModel;
import io.zaaky.testkit.StormRemains;
import io.zaaky.testkit.StormTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two organisations that share everything there is, among it one connection to the database. */
class StormTest {
    private static final int REQUESTS = 2000;
    private static final long SEED = 20_261_130;
    private static final Pattern OPEN =
            Pattern.compile(
                    "(?m)^zaaky_(open_streams|provider_calls_open)\\{.*\"storm\".*} [1-9].*$");

    private final List<StormTenant> tenants = Storm.tenants();

    @TempDir Path folder;

    @Test
    @Tag("TEN-15")
    void ofTwoOrganisationsWhoseRequestsAreCutNeitherMeetsAnythingOfTheOther() throws IOException {
        try (var model = new StormModel(tenants)) {
            try (RunningServer server = start(model)) {
                var storm = new Storm(server.port(), tenants, model);
                storm.blow(REQUESTS, SEED);
                Conditions.await(
                        "the end of all streams and calls",
                        () -> server.management("/metrics").body(),
                        metrics -> !OPEN.matcher(metrics).find());
                storm.lookAround();
                assertEquals(List.of(), storm.faults());
                assertFalse(storm.served().containsValue(0), storm.served()::toString);
            }
            var remains = new StormRemains(tenants);
            for (String file : List.of("zaaky.db", "uploads.db", "admin.db")) {
                remains.database("jdbc:sqlite:" + folder.resolve("data").resolve(file));
            }
            remains.files(folder.resolve("data"));
            assertEquals(List.of(), remains.faults());
            assertTrue(remains.looked() > REQUESTS / 2, "looked at " + remains.looked());
        }
    }

    private RunningServer start(StormModel model) throws IOException {
        Path orgs = Files.createDirectories(folder.resolve("config/orgs"));
        StormTenant other = tenants.getLast();
        Files.writeString(orgs.resolve(other.org() + ".yaml"), other.yaml(model));
        return RunningServer.start(
                folder,
                """
                server: {requests-per-minute: 1000000000, wrong-keys-per-minute: 1000000000}
                data-sources: {main: {pool-size: 1}}
                """,
                tenants.getFirst().yaml(model));
    }
}
