package io.zaaky.app.admin;

import io.zaaky.app.config.OrganisationSettings;
import io.zaaky.spi.ChatbotKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The differences between a new configuration and the earlier one, in the new one's order.
 *
 * @param organisations those whose own settings, such as keys, have changed
 */
public record Changes(
        Set<ChatbotKey> added,
        Set<ChatbotKey> changed,
        Set<ChatbotKey> removed,
        Set<String> organisations) {

    /**
     * Computes the differences between earlier and current chatbots.
     *
     * @param fresh the chatbots of {@code now} that are new or changed
     */
    public static Changes of(
            Set<ChatbotKey> before, Set<ChatbotKey> now, Set<ChatbotKey> fresh, Set<String> orgs) {
        var added = new LinkedHashSet<>(fresh);
        added.removeAll(before);
        var changed = new LinkedHashSet<>(fresh);
        changed.removeAll(added);
        var removed = new LinkedHashSet<>(before);
        removed.removeAll(now);
        return new Changes(added, changed, removed, orgs);
    }

    /** Organisations that are in both lists with different settings. */
    public static Set<String> organisations(
            List<OrganisationSettings> before, List<OrganisationSettings> now) {
        Set<String> known =
                before.stream().map(OrganisationSettings::id).collect(Collectors.toSet());
        var same = new HashSet<>(before);
        return now.stream()
                .filter(each -> known.contains(each.id()) && !same.contains(each))
                .map(OrganisationSettings::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * A sentence for each organisation about its own part.
     *
     * @param all current organisations; removed ones are included too
     */
    public Map<String, String> byOrganisation(Collection<String> all) {
        var concerned = new TreeMap<String, String>();
        all.forEach(org -> concerned.put(org, ""));
        Stream.of(added, changed, removed)
                .flatMap(Set::stream)
                .map(ChatbotKey::org)
                .forEach(org -> concerned.put(org, ""));
        organisations.forEach(org -> concerned.put(org, ""));
        concerned.replaceAll((org, _) -> sentence(org));
        return concerned;
    }

    private String sentence(String org) {
        Function<Set<ChatbotKey>, String> names =
                keys ->
                        keys.stream()
                                .filter(key -> key.org().equals(org))
                                .map(ChatbotKey::chatbot)
                                .collect(Collectors.joining(", "));
        String sentence =
                Stream.of(
                                part("added", names.apply(added)),
                                part("changed", names.apply(changed)),
                                part("removed", names.apply(removed)),
                                organisations.contains(org) ? "changed: name or keys" : "")
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "));
        return sentence.isEmpty() ? "nothing has changed" : sentence;
    }

    private static String part(String what, String names) {
        return names.isEmpty() ? "" : what + ": " + names;
    }
}
