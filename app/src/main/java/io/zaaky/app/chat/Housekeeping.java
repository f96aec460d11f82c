package io.zaaky.app.chat;

import io.zaaky.spi.PluginException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs periodic tasks: deletes conversations older than their chatbot's retention, once after the
 * start and then every hour; saves answers late, every few seconds and once more at the end; and
 * runs other periodic tasks.
 */
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Housekeeping.class.getName());
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration LATE_SAVES = Duration.ofSeconds(3);
    private static final long CLOSE_SECONDS = 2;

    private final Chatbots chatbots;
    private final LateSaves lateSaves;
    private final Runnable more;
    private final Duration first;
    private final Duration period;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("housekeeping").factory());

    /**
     * @param more deletes other expired data, equally often; also called at the end
     */
    public Housekeeping(Chatbots chatbots, LateSaves lateSaves, Runnable more) {
        this(chatbots, lateSaves, more, FIRST, PERIOD);
    }

    /**
     * @param first how long after the start the first time is
     * @param period how long after one time the next one is
     */
    Housekeeping(
            Chatbots chatbots,
            LateSaves lateSaves,
            Runnable more,
            Duration first,
            Duration period) {
        this.chatbots = chatbots;
        this.lateSaves = lateSaves;
        this.more = more;
        this.first = first;
        this.period = period;
    }

    public void start() {
        every(first, period, this::forgetOld);
        every(LATE_SAVES, LATE_SAVES, lateSaves::tryAgain);
    }

    /** Runs a short task repeatedly until {@link #close}; the first run is one pause from now. */
    public void every(Duration pause, Runnable task) {
        every(pause, pause, task);
    }

    private void every(Duration begin, Duration pause, Runnable task) {
        Runnable guarded =
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException | Error e) { // the timer would stop for good
                        LOG.log(Level.ERROR, "housekeeping", e);
                    }
                };
        var _ =
                timer.scheduleWithFixedDelay(
                        guarded, begin.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Forgets now what is older than its retention. */
    public void forgetOld() {
        for (Chatbot chatbot : chatbots.all()) {
            chatbot.whileOpen(() -> forgetOld(chatbot));
        }
        more.run();
    }

    private static void forgetOld(Chatbot chatbot) {
        try {
            int forgotten = chatbot.transcript().forgetOld();
            if (forgotten > 0) {
                LOG.log(
                        Level.INFO,
                        "{0}: {1} conversations were older than the retention and are forgotten",
                        chatbot.key(),
                        forgotten);
            }
        } catch (PluginException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: old conversations cannot be forgotten now: {1}",
                    chatbot.key(),
                    e.getMessage());
        } catch (RuntimeException | Error e) { // one chatbot's failure must not affect the others
            LOG.log(Level.ERROR, chatbot.key() + ": old conversations cannot be forgotten", e);
        }
    }

    /** Called when no answer is under way any more, and before the chatbots are closed. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            var _ = timer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            LOG.log(Level.INFO, "asked again to stop: not waiting for housekeeping");
        }
        lateSaves.lastTry();
        more.run();
    }
}
