package io.zaaky.app.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes checks side by side. One that hangs is told, and holds up nothing. */
public final class Round {
    private Round() {}

    /**
     * Returns what they found, in their order.
     *
     * @param limit of each
     */
    public static List<Finding> of(List<Check> checks, Duration limit) throws InterruptedException {
        List<FutureTask<List<Finding>>> running = new ArrayList<>();
        for (Check check : checks) {
            var task = new FutureTask<>(check.look());
            running.add(task);
            // of the platform: SQLite's driver holds on to the thread that calls it
            Thread.ofPlatform().daemon().name("doctor: " + check.name()).start(task);
        }
        long end = System.nanoTime() + limit.toNanos();
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            found.addAll(result(checks.get(i), running.get(i), limit, end));
        }
        return found;
    }

    private static List<Finding> result(
            Check check, FutureTask<List<Finding>> task, Duration limit, long end)
            throws InterruptedException {
        try {
            return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return List.of(check.late().apply(limit));
        } catch (ExecutionException e) {
            return List.of(
                    Finding.fail(
                            check.name(),
                            "the check itself broke: " + e.getCause(),
                            "report it with these words"));
        }
    }
}
