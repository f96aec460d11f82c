package io.zaaky.testkit;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The model of both organisations of a {@link Storm}. Its answers repeat the question, and all
 * words of organisations that occurred in the prompt. It also creates vectors.
 */
public final class StormModel implements AutoCloseable {
    /** The nonce of a question; random ids do not contain such characters. */
    static final Pattern NONCE = Pattern.compile("#[0-9]+#");

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final List<StormTenant> tenants;
    private final StubUpstream upstream;

    /** Starts the model on a free port. */
    public StormModel(List<StormTenant> tenants) {
        this.tenants = List.copyOf(tenants);
        StubScript vectors = StubUpstream.openAi().embeddings();
        StubScript answer =
                StubUpstream.openAi()
                        .tokens(PAUSE, call -> pieces(call.body()))
                        .finish("stop")
                        .usage(20, 6);
        this.upstream =
                StubUpstream.start(call -> call.path().endsWith("/embeddings") ? vectors : answer);
    }

    URI address() {
        return upstream.uri("/v1");
    }

    private List<String> pieces(String prompt) {
        List<String> pieces = new ArrayList<>(List.of("The ferry leaves", " from pier "));
        pieces.add(lastNonce(prompt));
        pieces.add(" at nine.");
        words(prompt).forEach(word -> pieces.add(" It belongs to " + word + "."));
        return pieces;
    }

    /** The question is the last thing in a prompt. */
    private static String lastNonce(String prompt) {
        Matcher matcher = NONCE.matcher(prompt);
        String last = "nowhere";
        while (matcher.find()) {
            last = matcher.group();
        }
        return last;
    }

    private Stream<String> words(String text) {
        return tenants.stream().map(StormTenant::word).filter(text::contains);
    }

    /** The calls that contained texts of two organisations. */
    List<String> mixed() {
        List<String> mixed = new ArrayList<>();
        for (int i = 0; i < upstream.calls(); i++) {
            String body = upstream.call(i).body();
            if (words(body).count() > 1) {
                mixed.add("the model was asked with texts of two: " + body);
            }
        }
        return mixed;
    }

    @Override
    public void close() {
        upstream.close();
    }
}
