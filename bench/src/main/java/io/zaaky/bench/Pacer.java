package io.zaaky.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the tokens of all streams, each at its time, one write per token, on one thread. The first
 * token is sent at once, the second after a delay that differs by stream, so that streams which
 * begin together do not stay in step.
 */
final class Pacer implements Runnable {
    private static final double GOLDEN = 0.6180339887498949;

    private final Queue<ModelStream> fresh = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<ModelStream> waiting = new PriorityQueue<>();
    private final ModelChunks chunks = new ModelChunks();
    private final LongAdder late = new LongAdder();
    private final LongAdder cut = new LongAdder();
    private final Thread thread;
    private volatile boolean running = true;
    private double phase;

    Pacer() {
        thread = Thread.ofPlatform().name("pacer").daemon().unstarted(this);
    }

    /** Waits until {@link System#nanoTime} is {@code due}. */
    static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    void start() {
        thread.start();
    }

    void stop() {
        running = false;
        LockSupport.unpark(thread);
    }

    /** Takes over a stream whose request has been read. Called from any thread. */
    void add(ModelStream stream) {
        fresh.add(stream);
        LockSupport.unpark(thread);
    }

    /** Tokens that were sent later than their pace allows: the rig could not keep up. */
    long late() {
        return late.sum();
    }

    /** Streams that the relay closed early. */
    long cut() {
        return cut.sum();
    }

    @Override
    public void run() {
        while (running) {
            for (ModelStream next = fresh.poll(); next != null; next = fresh.poll()) {
                waiting.add(next);
            }
            ModelStream first = waiting.peek();
            if (first == null) {
                LockSupport.park(this);
                continue;
            }
            long wait = first.due - Stamp.now();
            if (wait > 0) {
                LockSupport.parkNanos(this, wait);
            } else if (send(waiting.remove(), -wait)) {
                waiting.add(first);
            }
        }
    }

    /** Returns whether the stream continues. */
    private boolean send(ModelStream stream, long lateness) {
        if (lateness > stream.load.paceNanos()) {
            late.increment();
        }
        try {
            if (stream.sent == 0) {
                write(stream.channel, chunks.head());
                phase = (phase + GOLDEN) % 1;
                stream.due += (long) (stream.load.paceNanos() * (phase - 1));
            }
            write(stream.channel, chunks.token(stream.sent));
            stream.sent++;
            stream.due += stream.load.paceNanos();
            if (stream.sent < stream.load.tokens()) {
                return true;
            }
            write(stream.channel, chunks.end(stream.sent));
        } catch (IOException gone) {
            cut.increment();
        }
        stream.ended.countDown();
        return false;
    }

    /**
     * The few hundred bytes of a stream always fit into the socket's buffer, so this does not wait.
     */
    private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
