package io.zaaky.app.admin;

import io.zaaky.app.sqlite.Sql;
import io.zaaky.app.sqlite.SqliteFile;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.PluginException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjIntConsumer;

/**
 * The paused chatbots: they answer nobody until they are resumed, across restarts and reloads. Safe
 * to call from many threads; {@link #isPaused} does no I/O.
 */
public final class Pauses {
    private static final int NO_FILE = -1;

    private final SqliteFile file;
    private final InstantSource clock;
    private final ObjIntConsumer<ChatbotKey> counter;
    private final Set<ChatbotKey> paused = ConcurrentHashMap.newKeySet();

    /**
     * Does no I/O.
     *
     * @param counter receives 1 when a chatbot is paused and -1 when one is resumed
     */
    public Pauses(SqliteFile file, InstantSource clock, ObjIntConsumer<ChatbotKey> counter) {
        this.file = file;
        this.clock = clock;
        this.counter = counter;
    }

    /**
     * Loads the chatbots that were paused when the process ended. Called once, before the first
     * question.
     *
     * @throws PluginException if the file cannot be used
     */
    public void load() {
        file.read(
                        connection ->
                                Sql.all(
                                        connection,
                                        "SELECT org, chatbot FROM pause",
                                        row -> new ChatbotKey(row.getString(1), row.getString(2))),
                        List.<ChatbotKey>of())
                .forEach(this::begin);
    }

    private void begin(ChatbotKey chatbot) {
        if (paused.add(chatbot)) {
            counter.accept(chatbot, 1);
        }
    }

    private void end(ChatbotKey chatbot) {
        if (paused.remove(chatbot)) {
            counter.accept(chatbot, -1);
        }
    }

    public boolean isPaused(ChatbotKey chatbot) {
        return paused.contains(chatbot);
    }

    /** The number of paused chatbots. */
    public int count() {
        return paused.size();
    }

    /**
     * Pauses a chatbot. Pausing it again does nothing.
     *
     * @return whether it was not paused
     * @throws PluginException if that cannot be written; it is paused all the same, until the
     *     process ends
     */
    public boolean pause(ChatbotKey chatbot) {
        begin(chatbot);
        int rows =
                file.write(
                        connection -> {
                            begin(chatbot); // again, in the order of the transactions
                            return Sql.update(
                                    connection,
                                    """
                                    INSERT OR IGNORE INTO pause (org, chatbot, since)
                                    VALUES (?, ?, ?)
                                    """,
                                    chatbot.org(),
                                    chatbot.chatbot(),
                                    clock.millis());
                        });
        return rows > 0;
    }

    /**
     * Resumes a chatbot.
     *
     * @return whether it was paused
     * @throws PluginException if that cannot be written; it then stays paused
     */
    public boolean resume(ChatbotKey chatbot) {
        boolean known = isPaused(chatbot);
        try {
            int rows =
                    file.change(
                            connection -> {
                                end(chatbot); // in the order of the transactions
                                return Sql.update(
                                        connection,
                                        "DELETE FROM pause WHERE org = ? AND chatbot = ?",
                                        chatbot.org(),
                                        chatbot.chatbot());
                            },
                            NO_FILE);
            if (rows == NO_FILE) {
                end(chatbot);
            }
        } catch (PluginException e) {
            if (known) {
                begin(chatbot);
            }
            throw e;
        }
        return known;
    }
}
