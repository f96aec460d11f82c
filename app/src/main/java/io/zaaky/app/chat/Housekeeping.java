package io.zaaky.app.chat;

import io.zaaky.spi.PluginException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Forgets conversations that are older than their chatbot's retention: once after the start, then
 * every hour.
 */
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Housekeeping.class.getName());
    private static final long FIRST_SECONDS = 5;
    private static final long PERIOD_SECONDS = 3600;

    private final Chatbots chatbots;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("housekeeping").factory());

    public Housekeeping(Chatbots chatbots) {
        this.chatbots = chatbots;
    }

    public void start() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::run, FIRST_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void run() {
        for (Chatbot chatbot : chatbots.all()) {
            try {
                int forgotten = chatbot.transcript().forgetOld();
                if (forgotten > 0) {
                    LOG.log(
                            Level.INFO,
                            "{0}: {1} conversations were older than the retention and are"
                                    + " forgotten",
                            chatbot.key(),
                            forgotten);
                }
            } catch (PluginException e) {
                LOG.log(
                        Level.WARNING,
                        "{0}: old conversations cannot be forgotten now: {1}",
                        chatbot.key(),
                        e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
