package io.zaaky.app.metrics;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.zaaky.spi.PluginException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;

/**
 * What makes the server ready. A provider that is down makes it neither dead nor unready; a
 * database does.
 */
public final class Health {
    private static final Logger LOG = System.getLogger(Health.class.getName());

    private Health() {}

    /** Ready while {@code ready} says so. */
    public static HealthCheck state(String name, BooleanSupplier ready) {
        return new Check(
                name, () -> HealthCheckResponse.builder().status(ready.getAsBoolean()).build());
    }

    /**
     * Ready while {@code probe} does not throw. What it throws is for the log; the response says
     * only which it was.
     *
     * @param probe returns within a few seconds
     */
    public static HealthCheck probe(String name, Runnable probe) {
        return new Check(
                name,
                () -> {
                    try {
                        probe.run();
                        return HealthCheckResponse.builder().status(true).build();
                    } catch (PluginException e) {
                        LOG.log(Level.WARNING, "not ready: {0}: {1}", name, e.getMessage());
                        return HealthCheckResponse.builder().status(false).build();
                    }
                });
    }

    private record Check(String name, java.util.function.Supplier<HealthCheckResponse> body)
            implements HealthCheck {
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
