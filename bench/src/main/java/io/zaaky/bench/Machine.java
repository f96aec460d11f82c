package io.zaaky.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The machine on which the rig runs. */
final class Machine {
    /** The relay's core; {@code run} puts the rig on the other one. */
    private static final String RELAY_CORE = "0";

    private Machine() {}

    /** {@code command} on the relay's core, if there is more than one. */
    static List<String> pinned(List<String> command) {
        if (!pins()) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("taskset", "-c", RELAY_CORE));
        all.addAll(command);
        return all;
    }

    private static boolean pins() {
        return Boolean.getBoolean("zaaky.bench.pin");
    }

    /** A port that nothing listens on now. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** This JDK's {@code bin/NAME}. */
    static String jdkTool(String name) {
        return Path.of(System.getProperty("java.home", ""), "bin", name).toString();
    }

    /** One line for the head of a report. */
    static String describe() throws IOException {
        String model =
                Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                        .filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .orElse("unknown processor");
        return String.format(
                Locale.ROOT,
                "%s, JDK %s, %s; %s; load average %s",
                model,
                Runtime.version(),
                "Linux " + System.getProperty("os.version", ""),
                pins() ? "relay on core 0, rig on core 1" : "not pinned to cores",
                loadAverage());
    }

    static String loadAverage() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    }
}
