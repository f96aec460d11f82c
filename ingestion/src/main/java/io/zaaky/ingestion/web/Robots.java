package io.zaaky.ingestion.web;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The rules of a site's robots.txt for Zaaky.
 *
 * @param bytes the size of the part of the file that was read
 * @param until when the file must be read again
 */
record Robots(BaseRobotRules rules, int bytes, Instant until) {
    private static final String NAME = "zaaky";
    private static final int MOST_BYTES = 500 << 10; // the minimum of RFC 9309

    static Robots of(WebUrl url, byte[] content, String type, Instant until) {
        byte[] read = Arrays.copyOf(content, Math.min(content.length, MOST_BYTES));
        return new Robots(
                new SimpleRobotRulesParser()
                        .parseContent(url.toString(), read, type, List.of(NAME)),
                read.length,
                until);
    }

    /** The rules if there is no file. */
    static Robots none(int status, Instant until) {
        return new Robots(new SimpleRobotRulesParser().failedFetch(status), 0, until);
    }

    boolean allows(WebUrl url) {
        return rules.isAllowed(url.toString());
    }

    /** The pause that the file asks for, but at least {@code least}. */
    Duration pause(Duration least) {
        Duration asked = Duration.ofMillis(Math.max(0, rules.getCrawlDelay()));
        return asked.compareTo(least) > 0 ? asked : least;
    }
}
