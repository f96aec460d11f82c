package io.zaaky.app.command;

import io.zaaky.spi.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * The log: one line per entry, on standard error. It never contains a secret of the configuration,
 * wherever a library may have picked it up, nor anything that looks like a key. Nobody can forge a
 * line, because control characters are escaped.
 */
public final class Logging {
    private static final Pattern KEY =
            Pattern.compile("(?i)\\b(bearer\\s+|sk-|z[kpa]_)[A-Za-z0-9._~+/=-]{8,}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final int SHORTEST_SECRET = 4;
    private static final int LONGEST_LINE = 8192;

    /**
     * Held here, because the JDK discards loggers that nobody holds, together with their levels.
     */
    private static final List<Logger> QUIET =
            List.of(
                    Logger.getLogger("io.helidon"),
                    Logger.getLogger("com.zaxxer.hikari"),
                    Logger.getLogger("org.flywaydb"),
                    Logger.getLogger("org.apache.lucene"),
                    Logger.getLogger("dev.langchain4j"),
                    Logger.getLogger("ai.djl"));

    /** Recommends a module that would cost more at start than it gains here. */
    private static final Logger VECTORS =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    private Logging() {}

    /** Sets up the process's log. {@code level}: a name such as INFO or FINE. */
    public static void start(String level) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        var console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        console.setFormatter(new Line(List.of()));
        root.addHandler(console);
        root.setLevel(Level.INFO);
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        VECTORS.setLevel(Level.SEVERE);
        Logger.getLogger("io.zaaky").setLevel(level(level));
    }

    private static Level level(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        try {
            return Level.parse(upper.equals("DEBUG") ? "FINE" : upper);
        } catch (IllegalArgumentException e) {
            throw new UsageProblem(
                    "ZAAKY_LOG_LEVEL must be SEVERE, WARNING, INFO, FINE or ALL, not " + name, e);
        }
    }

    /** Hides these values too from now on. */
    public static void hide(List<Secret> secrets) {
        List<String> values =
                secrets.stream()
                        .map(Secret::value)
                        .filter(value -> value.length() >= SHORTEST_SECRET)
                        .toList();
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            if (handler.getFormatter() instanceof Line line) {
                handler.setFormatter(line.hiding(values));
            }
        }
    }

    /** One entry. */
    static final class Line extends Formatter {
        private final List<String> secrets;

        Line(List<String> secrets) {
            this.secrets = List.copyOf(secrets);
        }

        Line hiding(List<String> more) {
            var all = new LinkedHashSet<>(secrets);
            all.addAll(more);
            return new Line(List.copyOf(all));
        }

        @Override
        public String format(LogRecord entry) {
            String time =
                    TIME.format(
                            Instant.ofEpochMilli(entry.getMillis()).atZone(ZoneId.systemDefault()));
            String name = String.valueOf(entry.getLoggerName());
            String text =
                    time
                            + " "
                            + entry.getLevel().getName()
                            + " "
                            + name.substring(name.lastIndexOf('.') + 1)
                            + ": "
                            + oneLine(redact(formatMessage(entry)));
            return entry.getThrown() == null ? text + "\n" : text + "\n" + trace(entry.getThrown());
        }

        private String trace(Throwable thrown) {
            var trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            var lines = new StringBuilder();
            redact(trace.toString())
                    .lines()
                    .forEach(
                            line ->
                                    lines.append("    ")
                                            .append(oneLine(line.replace("\t", "    ")))
                                            .append('\n'));
            return lines.toString();
        }

        private String redact(String text) {
            String clean = text;
            for (String secret : secrets) {
                clean = clean.replace(secret, "***");
            }
            return KEY.matcher(clean).replaceAll("$1***");
        }

        private static String oneLine(String text) {
            var line = new StringBuilder(Math.min(text.length(), LONGEST_LINE));
            for (int i = 0; i < text.length() && line.length() < LONGEST_LINE; i++) {
                char c = text.charAt(i);
                if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                    line.append(String.format("\\u%04x", (int) c));
                } else {
                    line.append(c);
                }
            }
            return line.toString();
        }
    }
}
