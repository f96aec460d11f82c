package io.zaaky.ingestion.web;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The pages that make up a source.
 *
 * @param start the first page, or the sitemap
 * @param depth the number of links to follow from the start; 0 for the start page alone. Links on a
 *     sitemap's pages are not followed
 * @param pages the maximum number of pages to fetch
 * @param include globs on paths; none means all
 * @param exclude globs on paths, which take precedence
 */
public record WebTarget(
        Kind kind, WebUrl start, int depth, int pages, List<String> include, List<String> exclude) {

    /** The kind of {@code start}. */
    public enum Kind {
        SITE,
        SITEMAP
    }

    public WebTarget {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Whether the start page alone is the source, whatever the patterns say. */
    boolean isOnePage() {
        return kind == Kind.SITE && depth == 0;
    }

    /** Whether a page at this path belongs to it. */
    boolean holds(WebUrl url) {
        return (include.isEmpty() || include.stream().anyMatch(glob -> matches(glob, url.path())))
                && exclude.stream().noneMatch(glob -> matches(glob, url.path()));
    }

    /** The name for people, also used to find the stored state. */
    public String name() {
        return (kind == Kind.SITEMAP ? "sitemap " : "") + start;
    }

    /**
     * {@code *} matches anything within a path segment, {@code **} anything across segments, {@code
     * ?} one character.
     */
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
