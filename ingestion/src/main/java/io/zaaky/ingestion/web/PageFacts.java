package io.zaaky.ingestion.web;

import io.zaaky.ingestion.PageMarkup;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a page says about itself and its links.
 *
 * @param noindex whether the page asks not to be indexed
 * @param canonical the canonical address that it gives; empty if none
 * @param links its links in order, each once; none if the page asks not to follow them
 */
record PageFacts(boolean noindex, Optional<WebUrl> canonical, List<WebUrl> links) {
    private static final int MOST_LINKS = 1000;
    private static final Pattern AGENT = Pattern.compile("(?i)^\\s*([a-z][a-z0-9_.-]*)\\s*:");

    /** The facts of a page that is not HTML. */
    static PageFacts of(String robotsHeader) {
        return new PageFacts(says(robots(robotsHeader), "noindex"), Optional.empty(), List.of());
    }

    /**
     * The facts of an HTML page.
     *
     * @param url the final address after redirects
     */
    static PageFacts of(WebUrl url, PageMarkup markup, String robotsHeader) {
        Set<String> words = robots(robotsHeader);
        markup.robots().forEach(content -> words.addAll(robots(content)));
        return new PageFacts(
                says(words, "noindex"),
                markup.canonical().flatMap(url::resolve),
                says(words, "nofollow") ? List.of() : links(url, markup));
    }

    private static List<WebUrl> links(WebUrl url, PageMarkup markup) {
        WebUrl base = markup.base().flatMap(url::resolve).orElse(url);
        Set<WebUrl> links = new LinkedHashSet<>();
        for (String link : markup.links()) {
            if (links.size() < MOST_LINKS) {
                base.resolve(link).ifPresent(links::add);
            }
        }
        return new ArrayList<>(links);
    }

    /** The directives for all robots and for Zaaky; a header may address other robots as well. */
    private static Set<String> robots(String value) {
        Set<String> words = new LinkedHashSet<>();
        boolean ours = true;
        for (String part : value.split(",", -1)) {
            var agent = AGENT.matcher(part);
            String word = part;
            if (agent.find() && !agent.group(1).equalsIgnoreCase("unavailable_after")) {
                ours = agent.group(1).equalsIgnoreCase("zaaky");
                word = part.substring(agent.end());
            }
            if (ours) {
                words.add(word.strip().toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }

    private static boolean says(Set<String> words, String word) {
        return words.contains(word) || words.contains("none");
    }
}
