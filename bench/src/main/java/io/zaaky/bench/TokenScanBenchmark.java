package io.zaaky.bench;

import io.zaaky.llm.langchain4j.Chunk;
import io.zaaky.llm.langchain4j.SseFrames;
import io.zaaky.llm.openai.OpenAiChunks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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

/** Decoding the bytes of a chunk's event to its text, as the openai provider does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TokenScanBenchmark {
    private final SseFrames frames = new SseFrames(new Endless(event()));
    private final OpenAiChunks parser = new OpenAiChunks();

    @Benchmark
    public Chunk token() throws IOException {
        if (!frames.next()) {
            throw new IllegalStateException("an endless stream has ended");
        }
        var chunk = new Chunk();
        parser.parse(frames.bytes(), frames.length(), frames.error(), chunk);
        return chunk;
    }

    /** The event of a token without its HTTP chunk. */
    private static byte[] event() {
        ByteBuffer token = new ModelChunks().token(7);
        while (token.get() != '\n') {
            // the chunk's size
        }
        byte[] event = new byte[token.remaining() - 2];
        token.get(event);
        return event;
    }

    /** Returns one event for each read, as a network does. */
    private static final class Endless extends InputStream {
        private final byte[] event;
        private int at;

        Endless(byte[] event) {
            this.event = event;
        }

        @Override
        public int read() {
            byte b = event[at];
            at = (at + 1) % event.length;
            return b;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = Math.min(length, event.length - at);
            System.arraycopy(event, at, target, offset, count);
            at = (at + count) % event.length;
            return count;
        }
    }
}
