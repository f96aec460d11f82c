package io.zaaky.testkit;

import io.zaaky.testkit.FaultProxy.Side;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** One connection through a {@link FaultProxy}: two sockets, and a thread for each direction. */
final class FaultLine implements AutoCloseable {
    private final Pipe toServer;
    private final Pipe toClient;
    private final Ends ends;
    private boolean over; // nothing passes any more; guarded by this
    private int running = 2; // pipes; guarded by this

    /** Called when a side has ended; may be called twice for the same end. */
    @FunctionalInterface
    interface Ends {
        void ended(Side side, boolean cut);
    }

    FaultLine(Socket client, Socket server, Ends ends) throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        this.ends = ends;
        toServer = new Pipe(client, Side.CLIENT, server, Side.SERVER);
        toClient = new Pipe(server, Side.SERVER, client, Side.CLIENT);
    }

    void start(Fault there, Fault back) {
        toServer(there);
        toClient(back);
        Thread.ofVirtual().name("fault-line").start(toServer::run);
        Thread.ofVirtual().name("fault-line").start(toClient::run);
    }

    synchronized void toServer(Fault fault) {
        toServer.set(fault);
    }

    synchronized void toClient(Fault fault) {
        toClient.set(fault);
    }

    /** Closes both sides; nothing passes any more. */
    @Override
    public synchronized void close() {
        end();
        ends.ended(Side.CLIENT, true);
        ends.ended(Side.SERVER, true);
        close(toServer.from);
        close(toServer.to);
    }

    private void end() {
        over = true;
        notifyAll();
    }

    /** Resets the other side's connection after a side has reset its own. */
    private synchronized void broken(Side side) {
        if (!over) {
            ends.ended(side, false);
            end();
            reset(toServer.from);
            reset(toServer.to);
        }
    }

    private synchronized void left() {
        if (--running == 0) {
            close(toServer.from);
            close(toServer.to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // the socket is closed all the same
        }
    }

    /** One direction. */
    private final class Pipe {
        private final Socket from;
        private final Side sender;
        private final Socket to;
        private final Side receiver;
        private Fault fault = Fault.NONE; // guarded by the line
        private long passed; // guarded by the line

        Pipe(Socket from, Side sender, Socket to, Side receiver) {
            this.from = from;
            this.sender = sender;
            this.to = to;
            this.receiver = receiver;
        }

        void set(Fault next) {
            fault = next;
            FaultLine.this.notifyAll();
            cutIfDue();
        }

        private void cutIfDue() {
            if (over || passed < fault.until()) {
                return;
            }
            switch (fault.end()) {
                case STALL -> {}
                case FIN -> {
                    end();
                    ends.ended(sender, true);
                    finish();
                    close(from);
                }
                case RST -> {
                    end();
                    ends.ended(sender, true);
                    ends.ended(receiver, true);
                    reset(from);
                    reset(to);
                }
            }
        }

        void run() {
            Side responsible = sender;
            byte[] bytes = new byte[16 << 10];
            try {
                InputStream in = from.getInputStream();
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    responsible = receiver;
                    pass(bytes, n);
                    responsible = sender;
                }
                ends.ended(sender, false);
                finish();
            } catch (IOException e) {
                broken(responsible);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                left();
            }
        }

        /** Ends this direction; the other direction may still pass bytes. */
        private void finish() {
            try {
                to.shutdownOutput();
            } catch (IOException e) {
                // closed already
            }
        }

        /** Passes bytes on; bytes after the end of the line are discarded. */
        private void pass(byte[] bytes, int n) throws IOException, InterruptedException {
            int at = 0;
            int some = allowed(n);
            while (some > 0) {
                to.getOutputStream().write(bytes, at, some);
                at += some;
                synchronized (FaultLine.this) {
                    passed += some;
                    cutIfDue();
                }
                some = at < n ? allowed(n - at) : 0;
            }
        }

        /** Waits as the fault requires. Returns how many bytes may pass; 0 if none ever will. */
        private int allowed(int there) throws InterruptedException {
            long start = System.nanoTime();
            synchronized (FaultLine.this) {
                while (!over) {
                    long left = fault.latency().toNanos() - (System.nanoTime() - start);
                    long room = fault.until() - passed;
                    if (room <= 0) {
                        FaultLine.this.wait();
                    } else if (left > 0) {
                        FaultLine.this.wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
                    } else {
                        return (int) Math.min(Math.min(there, fault.atATime()), room);
                    }
                }
                return 0;
            }
        }
    }
}
