package io.zaaky.bench;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.FinishReason;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.Reply;
import io.zaaky.spi.Usage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The estimate by which prompts of models without a tokenizer are fitted: 2,000 letters. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CountTokensBenchmark {
    private final ChatModel model = new Estimating();
    private final String english = "The ferry leaves at 7:30, and at noon on Sundays. ".repeat(40);
    private final String mixed = "Die Fähre fährt um 7:30 Uhr — 渡船は七時半に出ます。 ".repeat(55);

    @Benchmark
    public int english() {
        return model.countTokens(english);
    }

    @Benchmark
    public int mixedScripts() {
        return model.countTokens(mixed);
    }

    /** A model that uses the SPI's own estimate. */
    private static final class Estimating implements ChatModel {
        @Override
        public String model() {
            return "bench";
        }

        @Override
        public int promptTokens() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Reply stream(Prompt prompt, Consumer<String> onText) {
            return new Reply(FinishReason.STOP, new Usage(0, 0, true));
        }
    }
}
