package io.zaaky.app;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How long the consecutive parts of a start take. For one thread. */
final class StartTimes {
    private final List<Part> parts = new ArrayList<>();
    private Instant last;

    private record Part(String name, Duration time) {
        @Override
        public String toString() {
            return name + " " + time.toMillis();
        }
    }

    /**
     * @param start when Java started
     */
    StartTimes(Instant start) {
        last = start;
    }

    /** The times of this process, without the launcher's work before Java. */
    static StartTimes ofThisProcess() {
        long start = ManagementFactory.getRuntimeMXBean().getStartTime();
        return new StartTimes(Instant.ofEpochMilli(start));
    }

    /** Records that a part has ended now; it began where the one before ended. */
    void ended(String part) {
        ended(part, Instant.now());
    }

    void ended(String part, Instant now) {
        parts.add(new Part(part, Duration.between(last, now)));
        last = now;
    }

    /** For the log, in milliseconds. */
    @Override
    public String toString() {
        Duration all = parts.stream().map(Part::time).reduce(Duration.ZERO, Duration::plus);
        return parts.stream()
                .map(Part::toString)
                .collect(Collectors.joining(", ", all.toMillis() + " ms (", ")"));
    }
}
