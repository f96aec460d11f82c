package io.zaaky.testkit;

import io.zaaky.testkit.CutRequest.Cut;
import io.zaaky.testkit.StormPlan.Kind;
import io.zaaky.testkit.StormPlan.Step;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;

/**
 * Sends thousands of concurrent requests of two organisations to a running server. Half of them are
 * cut in the middle, at points determined by a seed. Any data of one organisation that appears with
 * the other is a fault. Use once, from one thread.
 */
public final class Storm {
    private static final int CLIENTS = 24;

    /** What is read once more when nothing goes on. */
    private static final List<String> AFTERWARDS =
            List.of(
                    "/documents?limit=1000",
                    "/conversations?limit=1000",
                    "/conversations.jsonl",
                    "/usage",
                    "/ledger.jsonl",
                    "/gaps");

    private final int port;
    private final List<StormTenant> tenants;
    private final StormModel model;
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final StormIds ids = new StormIds();
    private final Map<String, Set<String>> nonces = new ConcurrentHashMap<>(); // by session
    private final Map<Kind, Integer> served = new EnumMap<>(Kind.class); // guarded by itself

    /**
     * @param port the server's public port
     * @param tenants the two organisations, which the server has configured with their {@link
     *     StormTenant#yaml}
     */
    public Storm(int port, List<StormTenant> tenants, StormModel model) {
        this.port = port;
        this.tenants = List.copyOf(tenants);
        this.model = model;
    }

    /** Two organisations with words that are in no dictionary. */
    public static List<StormTenant> tenants() {
        return List.of(
                new StormTenant("acme", "zk_owner-of-acme-in-the-storm", "zorblaxian"),
                new StormTenant("other", "zk_owner-of-other-in-the-storm", "quivnarous"));
    }

    /** Sends the requests; returns when all have ended. */
    public void blow(int requests, long seed) {
        List<Step> steps = new StormPlan(tenants, seed).steps(requests);
        var clients = new Semaphore(CLIENTS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> made =
                    steps.stream().<Future<?>>map(step -> begin(step, clients, threads)).toList();
            for (Future<?> each : made) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in the storm", e);
        }
    }

    private Future<?> begin(Step step, Semaphore clients, ExecutorService threads) {
        clients.acquireUninterruptibly();
        return threads.submit(
                () -> {
                    try {
                        make(step);
                    } finally {
                        clients.release();
                    }
                });
    }

    private void make(Step step) {
        if (!step.nonce().isEmpty()) {
            nonces.computeIfAbsent(step.session(), _ -> new ConcurrentSkipListSet<>())
                    .add(step.nonce());
        }
        String request = ids.request(step, tenants);
        String answer = send(step, request, step.cut());
        ids.learn(step, answer);
        if (step.kind() == Kind.DELETE) {
            ids.forget(step, request);
        }
        check(step.toString(), step.tenant(), answer);
        if (!step.nonce().isEmpty()) {
            checkNonces(step.toString(), Set.of(step.nonce()), answer);
        }
        if (step.cut().isNone()) {
            checkStatus(step, answer);
        }
    }

    private String send(Object what, String request, Cut cut) {
        try {
            return CutRequest.send(port, request, cut);
        } catch (IOException e) {
            if (cut.isNone()) {
                faults.add(what + " got no whole answer: " + e);
            }
            return "";
        }
    }

    private void check(String what, StormTenant tenant, String text) {
        for (StormTenant other : tenants) {
            if (!other.equals(tenant) && text.contains(other.word())) {
                faults.add(what + " got what is the other's: " + text);
            }
        }
        Set<String> foreign = ids.foreign(tenant, text);
        if (!foreign.isEmpty()) {
            faults.add(what + " got the other's ids " + foreign + ": " + text);
        }
    }

    private void checkNonces(String what, Set<String> own, String text) {
        Matcher matcher = StormModel.NONCE.matcher(text);
        Set<String> seen = new TreeSet<>();
        while (matcher.find()) {
            seen.add(matcher.group());
        }
        seen.removeAll(own);
        if (!seen.isEmpty()) {
            faults.add(what + " got the answers of others, to " + seen + ": " + text);
        }
    }

    /** Checks that the answer is the same as without load, or tells the client to retry later. */
    private void checkStatus(Step step, String answer) {
        String status = answer.substring(0, Math.min(12, answer.length()));
        boolean good =
                switch (step.kind()) {
                    case STREAM -> isOk(status) && answer.contains("\"type\":\"complete\"");
                    case UPLOAD -> isOk(status) || status.endsWith(" 201");
                    case FEEDBACK, DELETE -> status.endsWith(" 204");
                    case FOREIGN -> isRefused(status, answer);
                    default -> isOk(status);
                };
        if (good) {
            synchronized (served) {
                served.merge(step.kind(), 1, Integer::sum);
            }
        } else if (!isBusy(answer) && !(status.endsWith(" 404") && mayBeGone(step.kind()))) {
            faults.add(step + " was answered by: " + answer);
        }
    }

    /** A session of one's own with the other's name is there, and empty. */
    private static boolean isRefused(String status, String answer) {
        return status.endsWith(" 401")
                || status.endsWith(" 404")
                || (isOk(status) && answer.contains("\"messages\":[]"));
    }

    /** Nobody has made it yet, or somebody has deleted it. */
    private static boolean mayBeGone(Kind kind) {
        return switch (kind) {
            case DOCUMENT, FEEDBACK, CONVERSATION, REPLAY, DELETE -> true;
            default -> false;
        };
    }

    private static boolean isOk(String status) {
        return status.equals("HTTP/1.1 200");
    }

    private static boolean isBusy(String answer) {
        return answer.contains("\"answer_in_progress\"") || answer.contains("\"overloaded\"");
    }

    /** How many complete requests of each kind were served. */
    public Map<String, Integer> served() {
        Map<String, Integer> all = new TreeMap<>();
        synchronized (served) {
            for (Kind kind : Kind.values()) {
                all.put(kind.name(), served.getOrDefault(kind, 0));
            }
        }
        return all;
    }

    /** Reads everything that is stored now, requesting all data of each organisation once more. */
    public void lookAround() {
        for (StormTenant tenant : tenants) {
            for (String session : StormPlan.sessions(tenant)) {
                String history = send(session, StormPlan.history(tenant, session), Cut.NONE);
                check("the history of " + session, tenant, history);
                checkNonces(
                        "the history of " + session,
                        nonces.getOrDefault(session, Set.of()),
                        history);
            }
            expect(tenant, "200", StormPlan.search(tenant, "When does the ferry leave?"));
            for (String path : AFTERWARDS) {
                expect(tenant, "200", StormPlan.get(tenant, tenant.path() + path));
            }
            expect(tenant, "200", StormPlan.get(tenant, "/api/orgs/" + tenant.org() + "/audit"));
            String session = "a-session-after-the-storm-of-" + tenant.org();
            expect(tenant, "201", StormPlan.upload(tenant, "after.md", 0));
            String answer =
                    expect(
                            tenant,
                            "200",
                            StormPlan.ask("/api/public/chat/stream", tenant, session, "#0#"));
            if (!answer.contains("\"type\":\"complete\"") || !answer.contains(tenant.word())) {
                faults.add(tenant.org() + " is not answered after the storm: " + answer);
            }
        }
        faults.addAll(model.mixed());
    }

    private String expect(StormTenant tenant, String status, String request) {
        String answer = send(tenant.org(), request, Cut.NONE);
        check(request, tenant, answer);
        if (!answer.startsWith("HTTP/1.1 " + status)) {
            faults.add(request + " is answered after the storm by: " + answer);
        }
        return answer;
    }

    /** The faults found. */
    public List<String> faults() {
        return List.copyOf(faults);
    }
}
