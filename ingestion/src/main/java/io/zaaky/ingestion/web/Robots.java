package io.zaaky.ingestion.web;

import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a site's robots.txt says to us.
 *
 * @param until when it has to be read again
 */
record Robots(BaseRobotRules rules, Instant until) {
    private static final String NAME = "zaaky";

    static Robots of(WebUrl url, byte[] content, String type, Instant until) {
        return new Robots(
                new SimpleRobotRulesParser()
                        .parseContent(url.toString(), content, type, List.of(NAME)),
                until);
    }

    /** What holds where there is none. */
    static Robots none(int status, Instant until) {
        return new Robots(new SimpleRobotRulesParser().failedFetch(status), until);
    }

    boolean allows(WebUrl url) {
        return rules.isAllowed(url.toString());
    }

    /** The pause that it asks for, or {@code least}. */
    Duration pause(Duration least) {
        Duration asked = Duration.ofMillis(Math.max(0, rules.getCrawlDelay()));
        return asked.compareTo(least) > 0 ? asked : least;
    }
}
