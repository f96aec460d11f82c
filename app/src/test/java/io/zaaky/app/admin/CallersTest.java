package io.zaaky.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zaaky.app.config.Configuration;
import io.zaaky.app.config.Environment;
import io.zaaky.app.config.KeyHashes;
import io.zaaky.app.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("TEN-17")
class CallersTest {
    @TempDir Path folder;

    private Configuration configuration(String acme) throws IOException {
        Path orgs = Files.createDirectories(folder.resolve("orgs"));
        Files.writeString(
                folder.resolve("zaaky.yaml"), "server: {platform-keys: [" + hash("zp_p") + "]}");
        Files.writeString(orgs.resolve("acme.yaml"), acme + "\nchatbots: {bot: {}}\n");
        var problems = new Problems();
        Configuration read = Configuration.read(folder, new Environment(Map.of()), problems);
        assertEquals(List.of(), problems.sorted());
        return read;
    }

    private static String hash(String key) {
        return "'" + KeyHashes.of(key) + "'";
    }

    private static String editor(String key) {
        return "admin-keys: [{hash: " + hash(key) + ", role: editor}]";
    }

    @Test
    void aKeyIsGoodForItsOrganisationAndItsRoleAlone() throws IOException {
        var callers = new Callers(configuration(editor("zk_e")));
        Caller caller = callers.find(Optional.of("acme"), "zk_e").orElseThrow();
        assertTrue(caller.has(Right.READ));
        assertTrue(caller.has(Right.EDIT));
        assertFalse(caller.has(Right.OWN));
        assertFalse(caller.has(Right.PLATFORM));
        assertTrue(callers.find(Optional.empty(), "zk_e").isEmpty());
        assertTrue(callers.find(Optional.of("other"), "zk_e").isEmpty());
        assertTrue(callers.find(Optional.of("acme"), "zp_p").isEmpty());
        Caller platform = callers.find(Optional.empty(), "zp_p").orElseThrow();
        assertTrue(platform.has(Right.PLATFORM));
        assertFalse(platform.has(Right.READ));
    }

    @Test
    void aCallEndsWhenItsKeyIsGoneAndOthersGoOn() throws Exception {
        Configuration both =
                configuration("admin-keys: [" + hash("zk_a") + ", " + hash("zk_b") + "]");
        var callers = new Callers(both);
        var cut = new LinkedBlockingQueue<String>();
        try (var a = begin(callers, "zk_a", Right.EDIT, cut);
                var b = begin(callers, "zk_b", Right.EDIT, cut)) {
            callers.replace(configuration("admin-keys: [" + hash("zk_b") + "]"));
            assertFalse(a.isAllowed());
            assertTrue(b.isAllowed());
            assertEquals("zk_a", cut.poll(5, TimeUnit.SECONDS));
        }
        assertTrue(cut.isEmpty(), cut::toString);
    }

    @Test
    void aCallEndsWhenItsRoleIsNotEnoughAnyMore() throws Exception {
        var callers = new Callers(configuration("admin-keys: [" + hash("zk_a") + "]"));
        var cut = new LinkedBlockingQueue<String>();
        try (var reads = begin(callers, "zk_a", Right.READ, cut);
                var owns = begin(callers, "zk_a", Right.OWN, cut)) {
            callers.replace(configuration(editor("zk_a")));
            assertTrue(reads.isAllowed());
            assertFalse(owns.isAllowed());
        }
    }

    private static Callers.Call begin(
            Callers callers, String key, Right right, LinkedBlockingQueue<String> cut) {
        Caller caller = callers.find(Optional.of("acme"), key).orElseThrow();
        return callers.begin(caller, right, () -> cut.add(key));
    }
}
