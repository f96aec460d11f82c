package io.zaaky.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The JDK's {@code jcmd}. */
final class Jcmd {
    private Jcmd() {}

    /** Sends a command to a JVM. Returns the lines of its output, at least one. */
    static List<String> run(long pid, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Machine.jdkTool("jcmd"));
        command.add(String.valueOf(pid));
        command.addAll(List.of(words));
        Process jcmd = new ProcessBuilder(command).start();
        List<String> lines = jcmd.inputReader().lines().toList();
        int result = jcmd.waitFor();
        if (result != 0 || lines.isEmpty()) {
            throw new IOException("jcmd " + words[0] + " failed with " + result + ": " + lines);
        }
        return lines;
    }
}
