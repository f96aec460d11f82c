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
 * Counts messages in layers: of an address, a session and a signed visitor at a chatbot, of an
 * address at all chatbots, of a chatbot, and of an organisation. A message counts in all of them
 * or, where one is spent, in none. What visitors can make up without end (sessions, addresses) is
 * counted apart from the rest and is bounded, so that it pushes nothing else out. Safe to call from
 * many threads.
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

    /** What a message is over; the name is that of the metric's label. */
    enum Limit {
        /** Of one address, one session or one signed visitor at one chatbot. */
        PUBLIC_CHAT("public_chat"),
        /** Of one address at all chatbots. */
        ADDRESS("address_messages"),
        /** Of one chatbot, by whomever. */
        CHATBOT("chatbot_messages"),
        /** Of one organisation, by whomever. */
        ORGANISATION("organisation_messages");

        private final String label;

        Limit(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** What a message was refused for. */
    record Over(Limit limit, Duration until) {}

    /**
     * Who or what is counted. A rate that a reload has changed begins to count anew.
     *
     * @param chatbot empty for all of them
     * @param who an address, a session, a signed visitor or an organisation; empty for whoever asks
     */
    private record Counted(String chatbot, String who, MessageRate rate) {}

    private record Layer(Limit limit, Buckets<Counted> buckets, Counted counted) {}

    /**
     * Who asks what.
     *
     * @param session as it was sent; empty for a new one, which nobody can have used before
     * @param visitor who is signed in
     */
    record Asker(
            ChatbotKey chatbot,
            String address,
            Optional<String> session,
            Optional<String> visitor) {}

    /**
     * How often.
     *
     * @param each of one address, session or signed visitor at this chatbot
     * @param everywhere of one address at all chatbots
     * @param chatbot of this chatbot
     * @param organisation of all its chatbots
     */
    record Rates(
            MessageRate each,
            MessageRate everywhere,
            MessageRate chatbot,
            MessageRate organisation) {}

    /**
     * Counts a message.
     *
     * @return what it is over; empty if it may pass
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

    /** How many buckets there are. */
    long size() {
        return addresses.size() + sessions.size() + visitors.size() + shared.size();
    }

    /** The narrowest first: a visitor who asks too much spends nothing that others need. */
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
