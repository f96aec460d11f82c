package io.zaaky.conversation;

import io.zaaky.spi.ConversationStore;
import io.zaaky.spi.ConversationStoreProvider;
import io.zaaky.spi.PluginContext;
import io.zaaky.spi.Settings;
import java.time.Clock;

/** Stores conversations in the database that {@code data-source} names. */
public final class JdbcConversationStoreProvider implements ConversationStoreProvider {
    private final SharedLanes lanes = new SharedLanes();

    @Override
    public String type() {
        return "jdbc";
    }

    @Override
    public ConversationStore create(Settings settings, PluginContext context) {
        return new JdbcConversationStore(
                lanes.over(context.database(settings)), Identity.create(Clock.systemUTC()));
    }
}
