package io.zaaky.app.metrics;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.DistributionStatisticsConfig;
import io.helidon.metrics.api.DistributionSummary;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import io.zaaky.app.chat.ChatMeters;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.http.HttpMeters;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The server's meters, in Helidon's registry. Each meter is looked up once for each set of its
 * labels. A chatbot's meters exist from the start with the value 0, so that a rate is correct from
 * the first event on.
 */
public final class Meters implements ChatMeters, HttpMeters {
    private static final Duration[] FIRST_TOKEN =
            millis(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000);
    private static final Duration[] RETRIEVAL =
            millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000);
    private static final double[] PACE = {1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200, 500, 1000};

    private static final String RATE_LIMITED = "Requests refused by a limit";

    /** Buckets can be summed over servers; percentiles cannot. */
    private static final double[] NONE = {};

    /** A chatbot has some eighty lines on the metrics page, most of them for histograms. */
    private static final int MOST_AT_ONCE = 100;

    private final MeterRegistry registry;
    private final Set<ChatbotKey> atOnce = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<ChatbotKey, List<String>> idle = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, AtomicInteger> gauges = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<List<Tag>, AtomicLong> budgets = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<List<String>, Counter> counters = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<List<String>, Timer> timers = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<List<String>, DistributionSummary> summaries =
            new ConcurrentHashMap<>();

    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Makes the meters of new chatbots, initially 0. If more than {@link #MOST_AT_ONCE} chatbots
     * would have meters, each new one gets its own only when it first counts something.
     *
     * @param providers the types of each chatbot's models
     */
    public void register(Map<ChatbotKey, List<String>> providers) {
        Set<ChatbotKey> all = new HashSet<>(atOnce);
        all.addAll(idle.keySet());
        all.addAll(providers.keySet());
        boolean few = all.size() <= MOST_AT_ONCE;
        providers.forEach(
                (key, types) -> {
                    if (few || atOnce.contains(key)) {
                        atOnce.add(key);
                        make(key, types);
                    } else {
                        idle.put(key, types);
                    }
                });
    }

    private void wake(ChatbotKey key) {
        if (!idle.isEmpty()) {
            List<String> providers = idle.remove(key);
            if (providers != null) {
                make(key, providers);
            }
        }
    }

    private void make(ChatbotKey key, List<String> providers) {
        for (String outcome :
                List.of(
                        "complete",
                        "stopped",
                        "length",
                        "refused",
                        "content_filter",
                        "left",
                        "failed")) {
            count("zaaky_answers", "Answers by how they ended", key, "outcome", outcome, 0);
        }
        count("zaaky_tokens", "Tokens read and generated", key, "kind", "prompt", 0);
        count("zaaky_tokens", "Tokens read and generated", key, "kind", "completion", 0);
        count("zaaky_rate_limited", RATE_LIMITED, key, "limit", "public_chat", 0);
        for (ErrorCode code : ErrorCode.values()) {
            count(
                    "zaaky_streaming_errors",
                    "Answers that ended in an error",
                    key,
                    "code",
                    code.code(),
                    0);
        }
        rated(key, "up", 0);
        rated(key, "down", 0);
        openStreams(key, 0);
        providerCalls(key, 0);
        unsaved(key, 0);
        savedLate(key, 0);
        paused(key, 0);
        var _ = retrieval(key);
        for (Verdict verdict : Verdict.values()) {
            judged(key, verdict, 0);
        }
        for (String provider : providers) {
            var _ = firstTokenTimer(key, provider);
            var _ = paceSummary(key, provider);
            callRejected(key, provider, 0);
        }
    }

    @Override
    public void firstToken(ChatbotKey key, String provider, Duration time) {
        firstTokenTimer(key, provider).record(time);
    }

    private Timer firstTokenTimer(ChatbotKey key, String provider) {
        return timers.computeIfAbsent(
                List.of("first", key.toString(), provider),
                _ ->
                        registry.getOrCreate(
                                Timer.builder("zaaky_time_to_first_token")
                                        .description(
                                                "From the question to the first piece of the"
                                                        + " answer")
                                        .percentiles(NONE)
                                        .buckets(FIRST_TOKEN)
                                        .tags(tags(key, "provider", provider))));
    }

    @Override
    public void pace(ChatbotKey key, String provider, double tokensPerSecond) {
        paceSummary(key, provider).record(tokensPerSecond);
    }

    private DistributionSummary paceSummary(ChatbotKey key, String provider) {
        return summaries.computeIfAbsent(
                List.of(key.toString(), provider),
                _ ->
                        registry.getOrCreate(
                                DistributionSummary.builder("zaaky_tokens_per_second")
                                        .description("Tokens generated a second")
                                        .distributionStatisticsConfig(
                                                DistributionStatisticsConfig.builder()
                                                        .percentiles(NONE)
                                                        .buckets(PACE))
                                        .tags(tags(key, "provider", provider))));
    }

    @Override
    public void ended(ChatbotKey key, String outcome, Usage usage) {
        count("zaaky_answers", "Answers by how they ended", key, "outcome", outcome, 1);
        count(
                "zaaky_tokens",
                "Tokens read and generated",
                key,
                "kind",
                "prompt",
                usage.promptTokens());
        count(
                "zaaky_tokens",
                "Tokens read and generated",
                key,
                "kind",
                "completion",
                usage.completionTokens());
    }

    @Override
    public void failed(ChatbotKey key, ErrorCode code) {
        count(
                "zaaky_streaming_errors",
                "Answers that ended in an error",
                key,
                "code",
                code.code(),
                1);
    }

    @Override
    public void retrieved(ChatbotKey key, Verdict verdict, Duration time) {
        retrieval(key).record(time);
        judged(key, verdict, 1);
    }

    private void judged(ChatbotKey key, Verdict verdict, int more) {
        count(
                "zaaky_context_quality",
                "Answers by how well the documents support them",
                key,
                "verdict",
                verdict.name().toLowerCase(Locale.ROOT),
                more);
    }

    private Timer retrieval(ChatbotKey key) {
        return timers.computeIfAbsent(
                List.of("retrieval", key.toString()),
                _ ->
                        registry.getOrCreate(
                                Timer.builder("zaaky_retrieval")
                                        .description("Finding the passages of an answer")
                                        .percentiles(NONE)
                                        .buckets(RETRIEVAL)
                                        .tags(
                                                List.of(
                                                        Tag.create("org", key.org()),
                                                        Tag.create("chatbot", key.chatbot())))));
    }

    @Override
    public void providerCalls(ChatbotKey key, int change) {
        gauge("zaaky_provider_calls_open", "Calls to providers under way", key, change);
    }

    @Override
    public void callRejected(ChatbotKey key, String provider) {
        callRejected(key, provider, 1);
    }

    private void callRejected(ChatbotKey key, String provider, int more) {
        count(
                "zaaky_provider_calls_rejected",
                "Calls to providers that were not made, as most of the last ones failed",
                key,
                "provider",
                provider,
                more);
    }

    @Override
    public void budget(String org, String chatbot, long limit, long spent, long reserved) {
        budget(org, chatbot, "limit", limit);
        budget(org, chatbot, "spent", spent);
        budget(org, chatbot, "reserved", reserved);
    }

    private void budget(String org, String chatbot, String kind, long tokens) {
        List<Tag> tags =
                List.of(
                        Tag.create("org", org),
                        Tag.create("chatbot", chatbot),
                        Tag.create("kind", kind));
        budgets.computeIfAbsent(
                        tags,
                        _ -> {
                            var value = new AtomicLong();
                            registry.getOrCreate(
                                    Gauge.builder("zaaky_budget_tokens", value::get)
                                            .description("Tokens of today's budget")
                                            .tags(tags));
                            return value;
                        })
                .set(tokens);
    }

    @Override
    public void unsaved(ChatbotKey key) {
        unsaved(key, 1);
    }

    private void unsaved(ChatbotKey key, int more) {
        count("zaaky_answers_unsaved", "Answers whose end could not be written", key, more);
    }

    @Override
    public void savedLate(ChatbotKey key) {
        savedLate(key, 1);
    }

    private void savedLate(ChatbotKey key, int more) {
        count("zaaky_answers_saved_late", "Answers that were written after all", key, more);
    }

    @Override
    public void rateLimited(ChatbotKey key, String limit) {
        count("zaaky_rate_limited", RATE_LIMITED, key, "limit", limit, 1);
    }

    @Override
    public void rateLimited(String limit) {
        rateLimited(limit, 1);
    }

    /** Has the labels of a chatbot's limit, because a metric has the same labels everywhere. */
    private void rateLimited(String limit, int more) {
        List<Tag> tags =
                List.of(
                        Tag.create("org", ""),
                        Tag.create("chatbot", ""),
                        Tag.create("limit", limit));
        count("zaaky_rate_limited", RATE_LIMITED, tags, more);
    }

    @Override
    public void rated(ChatbotKey key, String rating) {
        rated(key, rating, 1);
    }

    private void rated(ChatbotKey key, String rating, int more) {
        count("zaaky_feedback", "Answers rated by visitors", key, "rating", rating, more);
    }

    @Override
    public void wrongKey() {
        wrongKey(1);
    }

    private void wrongKey(int more) {
        count("zaaky_wrong_keys", "Calls with a key that does not fit", List.of(), more);
    }

    @Override
    public void openStreams(ChatbotKey key, int change) {
        gauge("zaaky_open_streams", "Event streams that are open", key, change);
    }

    /**
     * A chatbot was paused or resumed.
     *
     * @param change 1 or -1
     */
    public void paused(ChatbotKey key, int change) {
        gauge("zaaky_chatbot_paused", "1 while the chatbot is paused", key, change);
    }

    /** Makes the meters of the whole server, initially 0. */
    public void register(Instant start) {
        registry.getOrCreate(
                Gauge.builder("process_start_time_seconds", () -> start.toEpochMilli() / 1000.0)
                        .description("When the server began to count, in seconds since 1970"));
        reloads(true).increment(0);
        reloads(false).increment(0);
        rateLimited("requests", 0);
        rateLimited("wrong_keys", 0);
        wrongKey(0);
    }

    /**
     * The configuration was read again while the server runs.
     *
     * @param applied whether it was applied
     */
    public void reloaded(boolean applied) {
        reloads(applied).increment();
    }

    private Counter reloads(boolean applied) {
        return registry.getOrCreate(
                Counter.builder("zaaky_config_reloads")
                        .description("Reloads of the configuration, by what came of them")
                        .tags(List.of(Tag.create("outcome", applied ? "applied" : "refused"))));
    }

    private void gauge(String name, String description, ChatbotKey key, int change) {
        wake(key);
        var _ =
                gauges.computeIfAbsent(
                                name + key,
                                _ -> {
                                    var value = new AtomicInteger();
                                    registry.getOrCreate(
                                            Gauge.builder(name, value::get)
                                                    .description(description)
                                                    .tags(
                                                            List.of(
                                                                    Tag.create("org", key.org()),
                                                                    Tag.create(
                                                                            "chatbot",
                                                                            key.chatbot()))));
                                    return value;
                                })
                        .addAndGet(change);
    }

    private void count(String name, String description, ChatbotKey key, int more) {
        wake(key);
        count(name, description, tags(key), more);
    }

    private void count(
            String name, String description, ChatbotKey key, String label, String value, int more) {
        wake(key);
        count(name, description, tags(key, label, value), more);
    }

    private void count(String name, String description, List<Tag> tags, int more) {
        counters.computeIfAbsent(
                        Stream.concat(Stream.of(name), tags.stream().map(Tag::value)).toList(),
                        _ ->
                                registry.getOrCreate(
                                        Counter.builder(name).description(description).tags(tags)))
                .increment(more);
    }

    private static List<Tag> tags(ChatbotKey key) {
        return List.of(Tag.create("org", key.org()), Tag.create("chatbot", key.chatbot()));
    }

    private static List<Tag> tags(ChatbotKey key, String label, String value) {
        return List.of(
                Tag.create("org", key.org()),
                Tag.create("chatbot", key.chatbot()),
                Tag.create(label, value));
    }

    private static Duration[] millis(int... values) {
        return java.util.stream.IntStream.of(values)
                .mapToObj(Duration::ofMillis)
                .toArray(Duration[]::new);
    }
}
