package io.zaaky.app.command;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import javax.net.ssl.SSLException;

/** Says in a sentence why a server cannot be used, and what to do. */
final class NoAnswer {
    private NoAnswer() {}

    /** The sentence for a call that failed before there was a response. */
    static String of(URI server, IOException why) {
        return switch (why) {
            case HttpTimeoutException e -> nobody(server);
            case ConnectException e -> nobody(server); // refused, or an unknown name
            case SSLException e ->
                    "no secure connection to "
                            + server
                            + ": its certificate is not trusted, or it speaks no TLS; name another"
                            + " address with --server";
            default -> notZaaky(server, "");
        };
    }

    private static String nobody(URI server) {
        return "no server answers at "
                + server
                + ": start one with ./zaaky serve, or name another with --server URL";
    }

    /**
     * The sentence if something other than Zaaky listens there.
     *
     * @param how the kind of its response; may be empty
     */
    static String notZaaky(URI server, String how) {
        return server
                + " does not answer as Zaaky does"
                + (how.isEmpty() ? "" : " (" + how + ")")
                + ": name the address of a Zaaky server with --server URL";
    }
}
