package io.zaaky.bench;

import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;

/** One answer that is being sent. Only the pacer's thread uses it, except for the latch. */
final class ModelStream implements Comparable<ModelStream> {
    final SocketChannel channel;
    final Load load;
    final CountDownLatch ended = new CountDownLatch(1);

    /** When the next token is due, on {@link Stamp}'s clock. */
    long due;

    /** How many tokens have been sent. */
    int sent;

    ModelStream(SocketChannel channel, Load load) {
        this.channel = channel;
        this.load = load;
        this.due = Stamp.now();
    }

    @Override
    public int compareTo(ModelStream other) {
        return Long.compare(due, other.due);
    }
}
