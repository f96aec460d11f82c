package io.zaaky.app.chat;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Usage;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A model that does what a test has told it to, call by call. */
final class FakeModel implements ChatModel {
    private final int promptTokens;
    private final Deque<Call> script = new ArrayDeque<>();
    private Optional<URI> endpoint = Optional.empty();
    private String name = "fake";
    private Optional<Call> always = Optional.empty();
    final List<Prompt> prompts = new ArrayList<>();

    /** Opens when a call that {@link #hangs} has been interrupted. */
    final CountDownLatch interrupted = new CountDownLatch(1);

    interface Call {
        Reply answer(Consumer<String> onText);
    }

    FakeModel(int promptTokens) {
        this.promptTokens = promptTokens;
    }

    FakeModel says(String... pieces) {
        script.add(
                onText -> {
                    List.of(pieces).forEach(onText);
                    return new Reply(FinishReason.STOP, new Usage(10, pieces.length, false));
                });
        return this;
    }

    FakeModel fails(PluginException failure, String... after) {
        script.add(
                onText -> {
                    List.of(after).forEach(onText);
                    throw failure;
                });
        return this;
    }

    /** Waits until it is interrupted. */
    FakeModel hangs() {
        script.add(
                _ -> {
                    try {
                        new CountDownLatch(1).await();
                        throw new IllegalStateException("nobody opens that latch");
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw new PluginException(Reason.CANCELLED, "interrupted", e);
                    }
                });
        return this;
    }

    /** What it does when the script is over. */
    FakeModel alwaysFails(PluginException failure) {
        always =
                Optional.of(
                        _ -> {
                            throw failure;
                        });
        return this;
    }

    /** Says that it asks the server there. */
    FakeModel at(URI address) {
        endpoint = Optional.of(address);
        return this;
    }

    FakeModel named(String model) {
        name = model;
        return this;
    }

    /** Fails after something else has happened. */
    FakeModel failsAfter(Runnable meanwhile, PluginException failure) {
        script.add(
                _ -> {
                    meanwhile.run();
                    throw failure;
                });
        return this;
    }

    @Override
    public Optional<URI> endpoint() {
        return endpoint;
    }

    @Override
    public String model() {
        return name;
    }

    @Override
    public int promptTokens() {
        return promptTokens;
    }

    @Override
    public int countTokens(String text) {
        return text.length();
    }

    @Override
    public Reply stream(Prompt prompt, Consumer<String> onText) {
        prompts.add(prompt);
        Call call = script.isEmpty() ? always.orElseThrow() : script.remove();
        return call.answer(onText);
    }
}
