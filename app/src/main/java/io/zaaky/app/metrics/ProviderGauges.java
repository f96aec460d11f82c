package io.zaaky.app.metrics;

import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.zaaky.app.chat.BreakerState;
import io.zaaky.app.chat.Upstreams;
import java.util.List;

/**
 * How many models of each provider are asked, each counted once for an organisation, a server and a
 * key. Several chatbots may use one, so it has no chatbot's labels; which one it is stands in the
 * log only.
 */
public final class ProviderGauges {
    private final MeterRegistry registry;

    public ProviderGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows the providers that are known by now; called again, those that are new. */
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
