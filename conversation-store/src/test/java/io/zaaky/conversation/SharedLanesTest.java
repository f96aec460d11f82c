package io.zaaky.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.zaxxer.hikari.HikariDataSource;
import io.zaaky.spi.Database;
import io.zaaky.spi.PluginException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedLanesTest {
    @TempDir Path folder;

    @Test
    void whoClosesThemLeavesThemToTheOthersAndTheLastOneEndsThem() {
        try (HikariDataSource pool =
                Databases.pool("jdbc:sqlite:" + folder.resolve("shared.db"), 2)) {
            Database database = Databases.main(pool, Database.Dialect.SQLITE);
            var all = new SharedLanes();
            Lanes one = all.over(database);
            Lanes two = all.over(database);
            assertSame(one.writes(), two.writes());
            one.close();
            one.close();
            assertEquals(1, rows(two.writes()));
            two.close();
            assertThrows(PluginException.class, () -> rows(two.reads()));
            try (Lanes again = all.over(database)) {
                assertEquals(1, rows(again.reads()));
            }
        }
    }

    private static long rows(Lane lane) {
        return lane.run(Tenancy.NOBODY, tx -> tx.query("SELECT 1 AS one").count());
    }
}
