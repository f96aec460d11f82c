package io.zaaky.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One stream from its reader's point of view. Counts each token once, when it is alone in an event;
 * the event that repeats the whole answer is compared with that count.
 */
final class Visitor implements ResponseReader.Lines {
    private static final long STALL = 1_000_000_000L;

    private final SocketChannel channel;
    private final int expected;
    private final Tally tally;
    private final ResponseReader reader = new ResponseReader(this);
    private final long asked;
    private int next;
    private long last;
    private boolean complete;
    private boolean stalled;
    private String failure = "";

    /** The request has just been sent through {@code channel}. */
    Visitor(SocketChannel channel, int expected, Tally tally) {
        this.channel = channel;
        this.expected = expected;
        this.tally = tally;
        this.asked = Stamp.now();
        this.last = asked;
    }

    /** Reads the available bytes. Returns false at the end of the stream. */
    boolean read(ByteBuffer buffer) {
        try {
            int count = channel.read(buffer.clear());
            if (count < 0) {
                return false;
            }
            reader.read(buffer.flip());
            return !reader.ended();
        } catch (IOException e) {
            fail("the connection broke: " + e.getMessage());
            return false;
        }
    }

    @Override
    public void line(byte[] bytes, int length) {
        int mark = Stamp.find(bytes, 0, length);
        if (mark >= 0 && Stamp.find(bytes, mark + Stamp.LENGTH, length) < 0) {
            token(bytes, mark);
        } else if (length > 0 && bytes[0] != 'i' && bytes[0] != ':') {
            other(bytes, length);
        }
    }

    private void token(byte[] bytes, int mark) {
        long now = Stamp.now();
        if (Stamp.number(bytes, mark) != next) {
            fail("token " + Stamp.number(bytes, mark) + " came in place of " + next);
        }
        next++;
        stalled |= now - last > STALL;
        last = now;
        if (next == 1) {
            tally.firstToken(now - asked);
        }
        tally.token(now - Stamp.moment(bytes, mark));
    }

    /** An event without a token of its own: role, finish, usage, end, error. */
    private void other(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, UTF_8);
        if (reader.status() != 200 || text.contains("\"type\":\"error\"")) {
            fail("status " + reader.status() + ": " + text);
        } else if (text.contains("\"type\":\"complete\"")) {
            complete = true;
            long repeated = text.chars().filter(c -> c == Stamp.MARK).count();
            if (repeated != next) {
                fail("'complete' repeats " + repeated + " tokens of " + next);
            }
        } else if (text.startsWith("data: [DONE]")) {
            complete = true;
        }
    }

    /**
     * Closes the connection and reports the result to the tally. {@code inTime} is false if the
     * stream was given up.
     */
    void end(boolean inTime) {
        if (!inTime) {
            fail("no end after " + next + " tokens");
        } else if (!complete) {
            fail("cut after " + next + " tokens, status " + reader.status());
        } else if (next != expected) {
            fail(next + " tokens of " + expected);
        }
        tally.ended(expected - next, stalled || !inTime, failure);
        try {
            channel.close();
        } catch (IOException ignored) {
            // the connection is gone either way
        }
    }

    private void fail(String what) {
        if (failure.isEmpty()) {
            failure = what.length() > 300 ? what.substring(0, 300) : what;
        }
    }
}
