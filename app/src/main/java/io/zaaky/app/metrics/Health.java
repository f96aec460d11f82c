package io.zaaky.app.metrics;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.zaaky.app.chat.BreakerState;
import io.zaaky.app.chat.Upstreams;
import io.zaaky.spi.PluginException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The server's readiness checks. A provider that is down makes the server neither dead nor unready;
 * a database that is down makes it unready.
 */
public final class Health {
    private static final Logger LOG = System.getLogger(Health.class.getName());

    private Health() {}

    /** Ready while {@code ready} returns true. */
    public static HealthCheck state(String name, BooleanSupplier ready) {
        return new Check(
                name, () -> HealthCheckResponse.builder().status(ready.getAsBoolean()).build());
    }

    /**
     * Ready while {@code probe} succeeds for all names. Its exceptions go to the log; the response
     * says only which name failed.
     *
     * @param probe returns within a few seconds
     */
    public static HealthCheck probes(
            String name, Supplier<Set<String>> names, Consumer<String> probe) {
        return new Check(
                name,
                () -> {
                    var response = HealthCheckResponse.builder();
                    boolean ready = true;
                    for (String each : names.get()) {
                        boolean well = isWell(name + " " + each, () -> probe.accept(each));
                        response.detail(each, well ? "UP" : "DOWN");
                        ready &= well;
                    }
                    return response.status(ready).build();
                });
    }

    /**
     * Always up, because a fallback may answer and a restart would not help; reports whether there
     * are models that are currently not asked.
     */
    public static HealthCheck providers(Upstreams upstreams) {
        return new Check("providers", () -> describe(upstreams));
    }

    private static HealthCheckResponse describe(Upstreams upstreams) {
        var response = HealthCheckResponse.builder().status(true);
        boolean degraded = false;
        for (String provider : upstreams.providers()) {
            int closed = upstreams.count(provider, BreakerState.CLOSED);
            int away =
                    upstreams.count(provider, BreakerState.OPEN)
                            + upstreams.count(provider, BreakerState.HALF_OPEN);
            if (away > 0) {
                degraded = true;
                response.detail(provider, away + " of " + (away + closed) + " not asked");
            }
        }
        return response.detail("degraded", degraded).build();
    }

    private static boolean isWell(String what, Runnable probe) {
        try {
            probe.run();
            return true;
        } catch (PluginException e) {
            LOG.log(Level.WARNING, "not ready: {0}: {1}", what, e.getMessage());
            return false;
        }
    }

    /** Never unready; reports the given details. */
    public static HealthCheck note(String name, Supplier<Map<String, String>> details) {
        return new Check(
                name,
                () -> {
                    var response = HealthCheckResponse.builder();
                    details.get().forEach(response::detail);
                    return response.status(true).build();
                });
    }

    private record Check(String name, Supplier<HealthCheckResponse> body) implements HealthCheck {
        @Override
        public HealthCheckType type() {
            return HealthCheckType.READINESS;
        }

        @Override
        public HealthCheckResponse call() {
            return body.get();
        }
    }
}
