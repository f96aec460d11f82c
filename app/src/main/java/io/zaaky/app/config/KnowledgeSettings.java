package io.zaaky.app.config;

import io.zaaky.ingestion.web.AddressRules;
import io.zaaky.ingestion.web.Network;
import io.zaaky.ingestion.web.WebTarget;
import io.zaaky.ingestion.web.WebUrl;
import io.zaaky.spi.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code knowledge} node.
 *
 * @param paths folders and files whose documents are indexed
 * @param web pages, sites and sitemaps whose pages are indexed
 * @param refresh how often {@code web} is checked
 * @param allow networks that may be fetched from in addition to public ones
 */
public record KnowledgeSettings(
        List<Path> paths, List<WebTarget> web, Duration refresh, List<Network> allow) {
    private static final int DEEPEST = 50;
    private static final int MOST_PAGES = 20_000;
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    public KnowledgeSettings {
        paths = List.copyOf(paths);
        web = List.copyOf(web);
        allow = List.copyOf(allow);
    }

    static KnowledgeSettings from(Settings in) {
        List<Network> allow = Network.list(in, "allow");
        var rules = new AddressRules(allow);
        List<Path> paths = new ArrayList<>();
        List<WebTarget> web = new ArrayList<>();
        Set<String> starts = new HashSet<>();
        for (Settings source : in.list("sources")) {
            List<String> forms =
                    List.of("path", "url", "sitemap").stream().filter(source::has).toList();
            if (forms.size() != 1) {
                source.problem(
                        "path",
                        "a source has exactly one of path, url and sitemap, as in {path: FOLDER}");
            } else if (forms.contains("path")) {
                paths.add(path(source));
            } else {
                web(source, forms.getFirst(), rules, starts).ifPresent(web::add);
            }
        }
        return new KnowledgeSettings(paths, web, refresh(in), allow);
    }

    /** Whether there are any sources of documents. */
    public boolean hasSources() {
        return !paths.isEmpty() || !web.isEmpty();
    }

    private static Duration refresh(Settings in) {
        Duration refresh = in.duration("refresh", Duration.ofHours(24));
        if (refresh.compareTo(SHORTEST) < 0) {
            in.problem("refresh", "must be at least 1m");
        }
        return refresh;
    }

    private static Optional<WebTarget> web(
            Settings source, String form, AddressRules rules, Set<String> starts) {
        boolean sitemap = form.equals("sitemap");
        int depth = sitemap ? 0 : source.integer("depth", 0, 0, DEEPEST);
        int pages = source.integer("pages", 500, 1, MOST_PAGES);
        List<String> include = globs(source, "include");
        List<String> exclude = globs(source, "exclude");
        try {
            WebUrl start = WebUrl.parse(source.text(form, ""));
            rules.refusal(start).ifPresent(why -> source.problem(form, inPlace(why)));
            if (!starts.add(form + " " + start)) {
                source.problem(form, "stands here twice; one source is enough");
            }
            return Optional.of(
                    new WebTarget(
                            sitemap ? WebTarget.Kind.SITEMAP : WebTarget.Kind.SITE,
                            start,
                            depth,
                            pages,
                            include,
                            exclude));
        } catch (IllegalArgumentException e) {
            source.problem(form, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Turns a sentence into part of a problem's line. */
    private static String inPlace(String sentence) {
        return "cannot be fetched: "
                + Character.toLowerCase(sentence.charAt(0))
                + sentence.substring(1, sentence.length() - 1);
    }

    private static List<String> globs(Settings source, String key) {
        List<String> globs = source.texts(key);
        if (globs.stream().anyMatch(glob -> !glob.startsWith("/") && !glob.startsWith("*"))) {
            source.problem(key, "patterns are of paths, such as /help/**, and begin with /");
        }
        return globs;
    }

    private static Path path(Settings source) {
        Path path = OrganisationRights.resolve(source, source.text("path", "."));
        if (!Files.exists(path)) {
            source.problem("path", "there is no " + path);
        } else if (!Files.isReadable(path)) {
            source.problem("path", "the server may not read " + path);
        }
        return path;
    }
}
