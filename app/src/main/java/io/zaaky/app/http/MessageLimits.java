package io.zaaky.app.http;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import io.zaaky.app.config.MessageRate;
import io.zaaky.spi.ChatbotKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts messages in layers: by address, session and signed visitor at one chatbot, by address at
 * all chatbots, by chatbot, and by organisation. A message counts in all layers or, if one is
 * exhausted, in none. Visitors can make up any number of sessions and addresses; these are counted
 * separately and bounded, so that they evict nothing else. Safe to call from many threads.
 */
final class MessageLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration FORGET = DAY.plusHours(1);
    private static final int MOST_SESSIONS = 10_000;

    private final Buckets<Counted> addresses = new Buckets<>(FORGET);
    private final Buckets<Counted> sessions = new Buckets<>(FORGET, MOST_SESSIONS);
    private final Buckets<Counted> visitors = new Buckets<>(FORGET);
    private final Buckets<Counted> shared = new Buckets<>(FORGET); // chatbots and organisations
    private final TimeMeter time;

    MessageLimits(TimeMeter time) {
        this.time = time;
    }

    /** The limit that a message exceeds; its name is the metric's label. */
    enum Limit {
        /** One address, one session or one signed visitor at one chatbot. */
        PUBLIC_CHAT("public_chat"),
        /** One address at all chatbots. */
        ADDRESS("address_messages"),
        /** All messages to one chatbot. */
        CHATBOT("chatbot_messages"),
        /** All messages to one organisation. */
        ORGANISATION("organisation_messages");

        private final String label;

        Limit(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** The limit that refused a message, and how long to wait. */
    record Over(Limit limit, Duration until) {}

    /**
     * Whose messages are counted. When a reload changes a rate, counting starts afresh.
     *
     * @param chatbot empty for all of them
     * @param who an address, a session, a signed visitor or an organisation; empty for all visitors
     */
    private record Counted(String chatbot, String who, MessageRate rate) {}

    private record Layer(Limit limit, Buckets<Counted> buckets, Counted counted) {}

    /**
     * Who asks, and at which chatbot.
     *
     * @param session as it was sent; empty for a new one, which cannot have been used before
     * @param visitor the signed-in visitor
     */
    record Asker(
            ChatbotKey chatbot,
            String address,
            Optional<String> session,
            Optional<String> visitor) {}

    /**
     * The allowed rates.
     *
     * @param each for one address, session or signed visitor at this chatbot
     * @param everywhere for one address at all chatbots
     * @param chatbot for this chatbot
     * @param organisation for all chatbots of the organisation
     */
    record Rates(
            MessageRate each,
            MessageRate everywhere,
            MessageRate chatbot,
            MessageRate organisation) {}

    /**
     * Counts a message.
     *
     * @return the limit it exceeds; empty if it may pass
     */
    Optional<Over> count(Asker asker, Rates rates) {
        List<Layer> layers = layers(asker, rates);
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            MessageRate rate = layer.counted().rate();
            Duration wait = layer.buckets().take(layer.counted(), 1, () -> bucket(rate));
            if (!wait.isZero()) {
                layers.subList(0, i)
                        .forEach(counted -> counted.buckets().giveBack(counted.counted(), 1));
                return Optional.of(new Over(layer.limit(), wait));
            }
        }
        return Optional.empty();
    }

    /** The number of buckets. */
    long size() {
        return addresses.size() + sessions.size() + visitors.size() + shared.size();
    }

    /** Narrowest first: a visitor who asks too much uses up nothing that others need. */
    private List<Layer> layers(Asker asker, Rates rates) {
        String chatbot = asker.chatbot().toString();
        String org = asker.chatbot().org();
        List<Layer> layers = new ArrayList<>(6);
        add(
                layers,
                Limit.PUBLIC_CHAT,
                addresses,
                new Counted(chatbot, asker.address(), rates.each()));
        if (asker.session().isPresent()) {
            var counted = new Counted(chatbot, asker.session().get(), rates.each());
            add(layers, Limit.PUBLIC_CHAT, sessions, counted);
        }
        if (asker.visitor().isPresent()) {
            var counted = new Counted(chatbot, asker.visitor().get(), rates.each());
            add(layers, Limit.PUBLIC_CHAT, visitors, counted);
        }
        add(layers, Limit.ADDRESS, addresses, new Counted("", asker.address(), rates.everywhere()));
        add(layers, Limit.CHATBOT, shared, new Counted(chatbot, "", rates.chatbot()));
        add(layers, Limit.ORGANISATION, shared, new Counted("", org, rates.organisation()));
        return layers;
    }

    private static void add(
            List<Layer> layers, Limit limit, Buckets<Counted> buckets, Counted counted) {
        if (counted.rate().isLimited()) {
            layers.add(new Layer(limit, buckets, counted));
        }
    }

    private Bucket bucket(MessageRate rate) {
        LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(time);
        if (rate.perMinute() < MessageRate.ANY) {
            builder.addLimit(
                    limit ->
                            limit.capacity(rate.perMinute())
                                    .refillGreedy(rate.perMinute(), MINUTE));
        }
        if (rate.perDay() < MessageRate.ANY) {
            builder.addLimit(
                    limit -> limit.capacity(rate.perDay()).refillGreedy(rate.perDay(), DAY));
        }
        return builder.build();
    }
}
