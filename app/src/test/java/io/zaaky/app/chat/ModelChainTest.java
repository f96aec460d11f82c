package io.zaaky.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zaaky.app.chat.ModelChain.Answered;
import io.zaaky.app.plugin.ChatbotParts.NamedModel;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelChainTest {
    private final PluginException down = new PluginException(Reason.UNAVAILABLE, "down");
    private final PluginException refused = down.retryable(Duration.ZERO);

    private final List<String> heard = new ArrayList<>();
    private int open;
    private int calls;

    @Test
    void theFirstModelAnswersIfItCan() {
        Answered answered = ask(new FakeModel(100).says("a", "b"), new FakeModel(100));
        assertEquals("p0", answered.by().provider());
        assertEquals(List.of("a", "b"), heard);
    }

    @Test
    void aFailureBeforeTheFirstTokenGoesToTheNext() {
        Answered answered = ask(new FakeModel(100).fails(down), new FakeModel(100).says("b"));
        assertEquals("p1", answered.by().provider());
        assertEquals(List.of("b"), heard);
    }

    @Test
    void afterATokenNobodyElseIsAsked() {
        var second = new FakeModel(100).says("b");
        var failure =
                assertThrows(
                        PluginException.class,
                        () -> ask(new FakeModel(100).fails(refused, "a"), second));
        assertSame(refused, failure);
        assertEquals(List.of("a"), heard);
        assertEquals(0, second.prompts.size());
    }

    @Test
    void whenAllFailTheLastFailureIsTold() {
        var last = new PluginException(Reason.RATE_LIMITED, "slow down");
        assertSame(
                last,
                assertThrows(
                        PluginException.class,
                        () -> ask(new FakeModel(100).fails(down), new FakeModel(100).fails(last))));
    }

    /** UP-13: a call for which surely no work was done is made twice at the most. */
    @Test
    void aSafeFailureIsTriedOnceMore() {
        var model = new FakeModel(100).fails(refused).says("a");
        assertEquals("p0", ask(model).by().provider());
        assertEquals(2, model.prompts.size());
        var broken = new FakeModel(100).fails(refused).fails(refused).says("never");
        assertThrows(PluginException.class, () -> ask(broken));
        assertEquals(2, broken.prompts.size());
    }

    /** UP-12: a wait that is longer than the cap is not waited for. */
    @Test
    void aLongRetryAfterFailsOverAtOnce() {
        var busy =
                new FakeModel(100)
                        .fails(
                                new PluginException(Reason.RATE_LIMITED, "busy")
                                        .retryable(Duration.ofDays(9)));
        assertEquals("p1", ask(busy, new FakeModel(100).says("b")).by().provider());
        assertEquals(1, busy.prompts.size());
    }

    @Test
    void aCancelledCallIsNotGivenToTheNext() {
        var second = new FakeModel(100).says("b");
        var cancelled = new PluginException(Reason.CANCELLED, "stop");
        assertSame(
                cancelled,
                assertThrows(
                        PluginException.class,
                        () -> ask(new FakeModel(100).fails(cancelled), second)));
        assertEquals(0, second.prompts.size());
    }

    private ModelChain.Listener listener() {
        return new ModelChain.Listener() {
            @Override
            public void from(String provider) {}

            @Override
            public void accept(String piece) {
                heard.add(piece);
            }
        };
    }

    private Answered ask(FakeModel... models) {
        List<NamedModel> named = new ArrayList<>();
        Stream.of(models).forEach(model -> named.add(new NamedModel("p" + named.size(), model)));
        var chain =
                new ModelChain(
                        named,
                        new ModelChain.Calls() {
                            @Override
                            public void began() {
                                open++;
                                calls++;
                            }

                            @Override
                            public void ended() {
                                open--;
                            }
                        });
        try {
            return chain.stream(_ -> Prompt.of("q"), listener(), "r");
        } finally {
            assertEquals(0, open, "calls still open after " + calls);
        }
    }
}
