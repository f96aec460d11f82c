package io.zaaky.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A recording (JDK Flight Recorder) of a server's JVM from now until {@link #stop}: where its
 * threads use the processor (JEP 509), what they allocate, and what they wait for.
 */
final class FlightRecording {
    private static final String SETTINGS =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<configuration version=\"2.0\">\n"
                    + event("jdk.CPUTimeSample", "throttle", "1ms")
                    + event("jdk.CPUTimeSamplesLost", "threshold", "0 ms")
                    + event("jdk.ObjectAllocationSample", "throttle", "20000/s")
                    + event("jdk.JavaMonitorEnter", "threshold", "0 ms")
                    + event("jdk.ThreadPark", "threshold", "0 ms")
                    + event("jdk.VirtualThreadPinned", "threshold", "0 ms")
                    + "</configuration>\n";

    private final ProcessHandle process;
    private final Path file;

    private FlightRecording(ProcessHandle process, Path file) {
        this.process = process;
        this.file = file;
    }

    private static String event(String name, String setting, String value) {
        return """
          <event name="%s">
            <setting name="enabled">true</setting>
            <setting name="stackTrace">true</setting>
            <setting name="%s">%s</setting>
          </event>
        """
                .formatted(name, setting, value);
    }

    /**
     * @param folder the folder for the recording and its settings
     */
    static FlightRecording start(ProcessHandle process, Path folder)
            throws IOException, InterruptedException {
        Path settings = Files.writeString(folder.resolve("turn.jfc"), SETTINGS);
        var recording = new FlightRecording(process, folder.resolve("turn.jfr"));
        Files.deleteIfExists(recording.file);
        Jcmd.run(recording.process.pid(), "JFR.start", "name=turn", "settings=" + settings);
        return recording;
    }

    /**
     * Ends the recording. Returns the file, which the next recording in the same folder replaces.
     */
    Path stop() throws IOException, InterruptedException {
        List<String> said = Jcmd.run(process.pid(), "JFR.stop", "name=turn", "filename=" + file);
        if (!Files.exists(file)) {
            throw new IOException("jcmd JFR.stop wrote nothing: " + said);
        }
        return file;
    }
}
