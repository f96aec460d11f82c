package io.zaaky.app.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs checks concurrently. A check that hangs is reported and delays no other. */
public final class Round {
    private Round() {}

    /**
     * Returns the findings, in the order of the checks.
     *
     * @param limit for each check
     */
    public static List<Finding> of(List<Check> checks, Duration limit) throws InterruptedException {
        List<FutureTask<List<Finding>>> running = new ArrayList<>();
        for (Check check : checks) {
            var task = new FutureTask<>(check.look());
            running.add(task);
            // platform threads: SQLite's driver blocks the thread that calls it
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
