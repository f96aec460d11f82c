package io.zaaky.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * All readers of one run, on the calling thread: opens the streams one after another, and reads
 * them to their end.
 */
final class Visitors {
    private static final long PATIENCE = 30_000_000_000L;

    private final Target target;
    private final Load load;
    private final Tally tally;
    private final Window window;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private int opened;

    private Visitors(Target target, Load load) {
        this.target = target;
        this.load = load;
        this.tally = new Tally(load);
        this.window = new Window(target::cpuNanos, tally, load.streams());
    }

    /** Puts {@code load} on {@code target} and returns when every stream has ended or hangs. */
    static Run run(Target target, Upstream upstream, Load load) throws IOException {
        upstream.play(load);
        long late = upstream.pacer().late();
        var visitors = new Visitors(target, load);
        long before = target.cpuNanos();
        visitors.run();
        long cpu = target.cpuNanos() - before;
        return new Run(load, visitors.tally, visitors.window, cpu, upstream.pacer().late() - late);
    }

    private void run() throws IOException {
        long start = Stamp.now();
        long deadline = start + load.longestNanos() + PATIENCE;
        try (Selector selector = Selector.open()) {
            while (tally.ended() < load.streams()) {
                long now = Stamp.now();
                while (opened < load.streams() && now >= opening(start, opened)) {
                    open(selector);
                }
                if (now > deadline) {
                    selector.keys().stream()
                            .filter(SelectionKey::isValid)
                            .forEach(key -> visitor(key).end(false));
                    return;
                }
                window.tick(now);
                int _ = selector.select(this::ready, 1 + untilNext(start, now));
            }
            window.tick(Stamp.now());
        }
    }

    private long opening(long start, int number) {
        return start + number * 1_000_000_000L / load.openPerSecond();
    }

    /** Milliseconds to sleep, at most 20. */
    private long untilNext(long start, long now) {
        long wait = opened < load.streams() ? opening(start, opened) - now : 20_000_000L;
        return Math.clamp(wait / 1_000_000, 0, 20);
    }

    private void open(Selector selector) throws IOException {
        opened++;
        SocketChannel channel =
                SocketChannel.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var visitor = new Visitor(channel, load.tokens(), tally);
        int _ = channel.write(target.request());
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, visitor);
    }

    private void ready(SelectionKey key) {
        Visitor visitor = visitor(key);
        if (!visitor.read(buffer)) {
            key.cancel();
            visitor.end(true);
        }
    }

    private static Visitor visitor(SelectionKey key) {
        return (Visitor) key.attachment();
    }
}
