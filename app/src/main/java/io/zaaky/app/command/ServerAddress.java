package io.zaaky.app.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;

/** The server that a command calls: {@code --server}, or {@code ZAAKY_SERVER}. */
public final class ServerAddress {
    public static final String OPTION = "--server";
    public static final String VARIABLE = "ZAAKY_SERVER";

    private static final String USUAL = "http://127.0.0.1:8001";

    private ServerAddress() {}

    /**
     * The given address, or the usual one.
     *
     * @throws UsageProblem if the given text is not the address of a server
     */
    public static URI of(Arguments arguments, Map<String, String> variables) {
        String named = arguments.value(OPTION).orElse(variables.getOrDefault(VARIABLE, ""));
        return parse(named.isEmpty() ? USUAL : named);
    }

    /** Parses an {@code http} or {@code https} address. */
    public static URI parse(String server) {
        try {
            var uri = new URI(server);
            if (List.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null) {
                return uri;
            }
            throw new URISyntaxException(server, "not an http address");
        } catch (URISyntaxException e) {
            throw new UsageProblem(
                    "the server must be an address such as http://127.0.0.1:8001, not " + server,
                    e);
        }
    }
}
