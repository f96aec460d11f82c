package io.zaaky.app.metrics;

import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.zaaky.app.chat.BreakerState;
import io.zaaky.app.chat.Upstreams;
import java.util.List;

/**
 * The number of each provider's models by the state of their breaker; a model counts once per
 * organisation, server and key. Several chatbots may use one, so it has no chatbot labels; only the
 * log names it.
 */
public final class ProviderGauges {
    private final MeterRegistry registry;

    public ProviderGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows the providers known so far; further calls add new ones. */
    public void watch(Upstreams upstreams) {
        for (String provider : upstreams.providers()) {
            for (BreakerState state : BreakerState.values()) {
                registry.getOrCreate(
                        Gauge.builder(
                                        "zaaky_provider_breaker",
                                        () -> upstreams.count(provider, state))
                                .description("Models of a provider by the state of their breaker")
                                .tags(
                                        List.of(
                                                Tag.create("provider", provider),
                                                Tag.create("state", state.label()))));
            }
        }
    }
}
