package io.zaaky.app.config;

import io.zaaky.ingestion.web.Network;
import io.zaaky.spi.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The {@code server} node.
 *
 * @param managementHost where health and metrics listen, whatever {@code host} is
 * @param maxRequestSize bytes of a JSON body
 * @param maxUploadSize bytes of a document's body
 * @param maxStreams answers under way at once, of all chatbots together
 * @param trustedProxies proxies whose {@code X-Forwarded-For} counts
 * @param publicHosts names and addresses of the server, in addition to those it listens on
 * @param requestsPerMinute of one address: public calls that ask no question
 * @param wrongKeysPerMinute of one address, before its wrong keys are refused unread
 * @param messages of one address, at all chatbots together
 * @param minFreeDisk bytes that the data directory's disk must have free for uploads and crawls
 * @param connectionsPerAddress to each port at once, of an address that is not a trusted proxy
 * @param auditRetention how long the log of administrators' changes is kept
 */
public record ServerSettings(
        String host,
        int port,
        String managementHost,
        int managementPort,
        List<AccessKey> platformKeys,
        List<Network> trustedProxies,
        long maxRequestSize,
        long maxUploadSize,
        Duration shutdownGrace,
        int maxStreams,
        List<String> publicHosts,
        int requestsPerMinute,
        int wrongKeysPerMinute,
        int connectionsPerAddress,
        MessageRate messages,
        long minFreeDisk,
        Duration auditRetention) {
    private static final int MANY = 1_000_000;

    private static final int MOST = 1_000_000_000;
    private static final Pattern HOST = Pattern.compile("[a-z0-9._-]*[a-z0-9]|[0-9a-f:.]+");

    public static ServerSettings from(Settings in) {
        return new ServerSettings(
                in.text("host", "127.0.0.1"),
                in.integer("port", 8001, 0, 65535),
                in.text("management-host", "127.0.0.1"),
                in.integer("management-port", 8002, 0, 65535),
                AccessKey.ofPlatform(in),
                Network.list(in, "trusted-proxies"),
                in.size("max-request-size", 64 << 10),
                in.size("max-upload-size", 20 << 20),
                in.duration("shutdown-grace", Duration.ofSeconds(30)),
                in.integer("max-streams", 2000, 1, MANY),
                publicHosts(in),
                in.integer("requests-per-minute", 6000, 1, MOST),
                in.integer("wrong-keys-per-minute", 60, 1, MOST),
                in.integer("connections-per-address", MANY, 1, MANY),
                MessageRate.optional(in, "messages-per-minute", "messages-per-day"),
                in.size("min-free-disk", 256 << 20),
                in.duration("audit-retention", Duration.ofDays(90)));
    }

    private static List<String> publicHosts(Settings in) {
        List<String> hosts = in.texts("public-hosts");
        for (String host : hosts) {
            if (!HOST.matcher(host).matches()) {
                in.problem(
                        "public-hosts",
                        "must be names or addresses such as chat.example.org, in lower case,"
                                + " without scheme, port and path, not '"
                                + host
                                + "'");
            }
        }
        return hosts;
    }

    /** The same settings with the values of the command line. */
    public ServerSettings with(String newHost, int newPort, int newManagementPort) {
        return new ServerSettings(
                newHost,
                newPort,
                managementHost,
                newManagementPort,
                platformKeys,
                trustedProxies,
                maxRequestSize,
                maxUploadSize,
                shutdownGrace,
                maxStreams,
                publicHosts,
                requestsPerMinute,
                wrongKeysPerMinute,
                connectionsPerAddress,
                messages,
                minFreeDisk,
                auditRetention);
    }

    /**
     * The same settings, but with everything that only a start can change taken from {@code
     * started}.
     */
    public ServerSettings keeping(ServerSettings started) {
        return new ServerSettings(
                started.host,
                started.port,
                started.managementHost,
                started.managementPort,
                platformKeys,
                trustedProxies,
                started.maxRequestSize,
                started.maxUploadSize,
                shutdownGrace,
                maxStreams,
                publicHosts,
                requestsPerMinute,
                wrongKeysPerMinute,
                connectionsPerAddress,
                messages,
                minFreeDisk,
                auditRetention);
    }

    /** The changed keys that {@link #keeping} does not apply. */
    public List<String> needingRestart(ServerSettings started) {
        Map<String, Boolean> same = new LinkedHashMap<>();
        same.put("server.host", host.equals(started.host));
        same.put("server.port", port == started.port);
        same.put("server.management-host", managementHost.equals(started.managementHost));
        same.put("server.management-port", managementPort == started.managementPort);
        same.put("server.max-request-size", maxRequestSize == started.maxRequestSize);
        same.put("server.max-upload-size", maxUploadSize == started.maxUploadSize);
        return same.entrySet().stream()
                .filter(key -> !key.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }
}
