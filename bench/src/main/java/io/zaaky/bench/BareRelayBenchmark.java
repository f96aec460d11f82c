package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.OutputStream;
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

/**
 * What the bare relay computes for a token, without the sockets: decode the HTTP chunk, find the
 * end of the line and the text, build the frame. The baseline for the server's own scanner and
 * writer.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BareRelayBenchmark {
    private final ByteBuffer chunk = copy(new ModelChunks().token(7));
    private final ResponseReader reader =
            new ResponseReader(new BareFrames(OutputStream.nullOutputStream()));

    public BareRelayBenchmark() {
        reader.read(
                ByteBuffer.wrap(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                .getBytes(ISO_8859_1)));
    }

    @Benchmark
    public ResponseReader token() {
        reader.read(chunk.rewind());
        return reader;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }
}
