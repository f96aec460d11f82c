package io.zaaky.app.metrics;

import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.zaaky.app.chat.BreakerState;
import io.zaaky.app.chat.Upstreams;
import java.util.List;

/**
 * How many servers of each provider are asked. They belong to no chatbot, since those of all
 * organisations that call a server share what is known about it; which server it is stands in the
 * log only.
 */
public final class ProviderGauges {
    private final MeterRegistry registry;

    public ProviderGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows the servers that are known by now. */
    public void watch(Upstreams upstreams) {
        for (String provider : upstreams.providers()) {
            for (BreakerState state : BreakerState.values()) {
                registry.getOrCreate(
                        Gauge.builder(
                                        "zaaky_provider_breaker",
                                        () -> upstreams.count(provider, state))
                                .description("Servers of a provider by the state of their breaker")
                                .tags(
                                        List.of(
                                                Tag.create("provider", provider),
                                                Tag.create("state", state.label()))));
            }
        }
    }
}
