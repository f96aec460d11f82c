package io.zaaky.app;

import io.zaaky.app.config.Environment;
import io.zaaky.app.config.ServerSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line says about a server.
 *
 * @param config the configuration directory
 * @param data the data directory
 * @param plugins where third parties' jars are
 */
public record Options(
        Path config,
        Path data,
        Path plugins,
        Optional<String> host,
        Optional<Integer> port,
        Optional<Integer> managementPort,
        Environment environment) {
    /** What the command line says wins. */
    ServerSettings over(ServerSettings configured) {
        return configured.with(
                host.orElse(configured.host()),
                port.orElse(configured.port()),
                managementPort.orElse(configured.managementPort()));
    }
}
