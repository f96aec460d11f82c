package io.zaaky.e2e;

import io.zaaky.testkit.Fault;
import io.zaaky.testkit.FaultProxy;
import java.net.URI;

/**
 * A port by which a real server is reached, and which can be shut: then its connections break, and
 * nobody listens on it. It can also fall silent. Shut at first.
 */
final class Detour implements AutoCloseable {
    private final FaultProxy line;

    /**
     * @param place {@code HOST:PORT} of the real server
     */
    Detour(String place) {
        line = FaultProxy.before(URI.create("tcp://" + place));
        line.refuse();
    }

    int port() {
        return line.port();
    }

    void open() {
        line.pass();
        line.accept();
    }

    /** Connections stay, and can be made, but the server is not heard any more. */
    void silence() {
        line.toClient(Fault.NONE.stall(0));
    }

    void shut() {
        line.refuse();
    }

    @Override
    public void close() {
        line.close();
    }
}
