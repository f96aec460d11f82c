package io.zaaky.app;

import io.zaaky.app.command.Arguments;
import io.zaaky.app.config.Environment;
import io.zaaky.app.config.ServerSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The command line's settings for a server.
 *
 * @param config the configuration directory
 * @param data the data directory
 * @param plugins the folder of third-party jars
 */
public record Options(
        Path config,
        Path data,
        Path plugins,
        Optional<String> host,
        Optional<Integer> port,
        Optional<Integer> managementPort,
        Environment environment) {
    /** The options of the command line, with defaults for those not given. */
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

    /** Applies the command line, which takes precedence. */
    ServerSettings over(ServerSettings configured) {
        return configured.with(
                host.orElse(configured.host()),
                port.orElse(configured.port()),
                managementPort.orElse(configured.managementPort()));
    }
}
