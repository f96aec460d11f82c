package io.zaaky.app.http;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The frame of a token. This class is in the writer's package because the writer is
 * package-private.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EventFramesBenchmark {
    private final EventFrames frames = new EventFrames("m_0123456789abcdefghijkl");

    @Benchmark
    public byte[] englishWord() {
        frames.token(" harbour");
        return frames.buffer();
    }

    @Benchmark
    public byte[] everyKindOfCharacter() {
        frames.token("\"é\\渡\n🚢\u2028");
        return frames.buffer();
    }
}
