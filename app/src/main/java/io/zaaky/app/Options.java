package io.zaaky.app;

import io.zaaky.app.command.Arguments;
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
    /** What stands on the command line, and what holds where nothing does. */
    static Options of(Arguments arguments, Path home, Path plugins, Environment environment) {
        return new Options(
                arguments.value("--config").map(Path::of).orElse(home.resolve("config")),
                arguments.value("--data").map(Path::of).orElse(Path.of("data")),
                plugins,
                arguments.value("--host"),
                arguments.port("--port"),
                arguments.port("--management-port"),
                environment);
    }

    /** What the command line says wins. */
    ServerSettings over(ServerSettings configured) {
        return configured.with(
                host.orElse(configured.host()),
                port.orElse(configured.port()),
                managementPort.orElse(configured.managementPort()));
    }
}
