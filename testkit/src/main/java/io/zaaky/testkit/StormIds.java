package io.zaaky.testkit;

import io.zaaky.testkit.StormPlan.Kind;
import io.zaaky.testkit.StormPlan.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids of answers and conversations that organisations of a {@link Storm} were told. Safe to use
 * from many threads.
 */
final class StormIds {
    private static final Pattern ANSWER =
            Pattern.compile(
                    "\"message_id\":\"([A-Za-z0-9_-]{%d})\"".formatted(StormPlan.MESSAGE.length()));
    private static final Pattern CONVERSATION =
            Pattern.compile("\\{\"id\":\"([^\"]+)\",\"started_at\"");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{16,}");

    private final Map<String, String> lastAnswers = new ConcurrentHashMap<>(); // by session
    private final Map<StormTenant, Set<String>> answers = new ConcurrentHashMap<>();
    private final Map<StormTenant, Set<String>> conversations = new ConcurrentHashMap<>();

    /** Takes what a question's answer, or a list of conversations, tells. */
    void learn(Step step, String text) {
        if (!step.nonce().isEmpty()) {
            Matcher matcher = ANSWER.matcher(text);
            while (matcher.find()) {
                of(answers, step.tenant()).add(matcher.group(1));
                lastAnswers.put(step.session(), matcher.group(1));
            }
        } else if (step.kind() == Kind.CONVERSATIONS) {
            Matcher matcher = CONVERSATION.matcher(text);
            while (matcher.find()) {
                of(conversations, step.tenant()).add(matcher.group(1));
            }
        }
    }

    private static Set<String> of(Map<StormTenant, Set<String>> all, StormTenant tenant) {
        return all.computeIfAbsent(tenant, _ -> new ConcurrentSkipListSet<>());
    }

    /** The step's request with ids that are known now; without, if there are none. */
    String request(Step step, List<StormTenant> tenants) {
        StormTenant other =
                tenants.stream()
                        .filter(each -> !each.equals(step.tenant()))
                        .findFirst()
                        .orElseThrow();
        String message = lastAnswers.getOrDefault(step.session(), StormPlan.MESSAGE);
        return step.request()
                .replace(StormPlan.MESSAGE, message)
                .replace(StormPlan.CONVERSATION, some(conversations, step.tenant()))
                .replace(StormPlan.FOREIGN_CONVERSATION, some(conversations, other))
                .replace(
                        StormPlan.FOREIGN_MESSAGE,
                        of(answers, other).stream().findFirst().orElse(StormPlan.FOREIGN_MESSAGE));
    }

    /** The first in order, which is as good as any other, as ids are random. */
    private static String some(Map<StormTenant, Set<String>> all, StormTenant tenant) {
        return of(all, tenant).stream().findFirst().orElse("unknown");
    }

    /** It is gone, or was asked for. */
    void forget(Step step, String request) {
        of(conversations, step.tenant()).removeIf(request::contains);
    }

    /** Ids in a text that other organisations were told. */
    Set<String> foreign(StormTenant tenant, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String id = matcher.group();
            for (Map<StormTenant, Set<String>> all : List.of(answers, conversations)) {
                all.forEach(
                        (owner, ids) -> {
                            if (!owner.equals(tenant) && ids.contains(id)) {
                                found.add(id);
                            }
                        });
            }
        }
        return found;
    }
}
