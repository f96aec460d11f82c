package io.zaaky.ingestion.web;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which pages make up a source.
 *
 * @param start the page to begin with, or the sitemap
 * @param depth links away from the start; 0 for that page alone. A sitemap's pages are not left
 * @param pages how many are fetched at most
 * @param include globs on paths; none means all
 * @param exclude globs on paths, which win
 */
public record WebTarget(
        Kind kind, WebUrl start, int depth, int pages, List<String> include, List<String> exclude) {

    /** What {@code start} is. */
    public enum Kind {
        SITE,
        SITEMAP
    }

    public WebTarget {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** The page alone is the source, whatever the patterns say. */
    boolean isOnePage() {
        return kind == Kind.SITE && depth == 0;
    }

    /** Whether a page at this path belongs to it. */
    boolean holds(WebUrl url) {
        return (include.isEmpty() || include.stream().anyMatch(glob -> matches(glob, url.path())))
                && exclude.stream().noneMatch(glob -> matches(glob, url.path()));
    }

    /** For people, and to find what is known of it again. */
    public String name() {
        return (kind == Kind.SITEMAP ? "sitemap " : "") + start;
    }

    /** {@code *} stands for anything within a part, {@code **} across parts, {@code ?} for one. */
    static boolean matches(String glob, String path) {
        var regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else {
                char c = glob.charAt(i);
                regex.append(
                        switch (c) {
                            case '*' -> "[^/]*";
                            case '?' -> "[^/]";
                            default -> Pattern.quote(String.valueOf(c));
                        });
            }
        }
        return path.matches(regex.toString());
    }
}
