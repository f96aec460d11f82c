package io.zaaky.testkit;

import io.zaaky.testkit.CutRequest.Cut;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What is asked in a {@link Storm}: the same for the same seed. */
final class StormPlan {
    private static final int SESSIONS = 60; // of each organisation
    private static final int DOCUMENTS = 40; // likewise
    private static final int ANSWER_BYTES = 1500; // within which an answer is cut

    /** Stands for the id of the last answer of a step's session, and is as long. */
    static final String MESSAGE = "the-message-of-that-session-00";

    /** Stands for the id of a conversation of the step's organisation. */
    static final String CONVERSATION = "a-conversation-of-its-own";

    /** The same of the other organisation. */
    static final String FOREIGN_CONVERSATION = "a-conversation-of-the-other";

    /** Stands for the id of an answer of the other organisation, and is as long. */
    static final String FOREIGN_MESSAGE = "a-message-of-the-other-one-000";

    private final List<StormTenant> tenants;
    private final Random random;

    StormPlan(List<StormTenant> tenants, long seed) {
        this.tenants = tenants;
        this.random = new Random(seed);
    }

    /** Kinds of requests, and how often they come in comparison with others. */
    enum Kind {
        STREAM(6),
        WHOLE(2),
        HISTORY(3),
        UPLOAD(2),
        DOCUMENT(1),
        DOCUMENTS(2),
        SEARCH(2),
        ORGANISATION(1),
        FEEDBACK(2),
        CONVERSATIONS(2),
        CONVERSATION(1),
        EXPORT(1),
        USAGE(1),
        LEDGER(1),
        GAPS(1),
        REPLAY(1),
        DELETE(1),
        /** What belongs to the other one. */
        FOREIGN(3);

        private final int share;

        Kind(int share) {
            this.share = share;
        }
    }

    private static final List<Kind> MIX =
            Stream.of(Kind.values())
                    .flatMap(kind -> Collections.nCopies(kind.share, kind).stream())
                    .toList();

    /**
     * One request.
     *
     * @param session of questions and what is said of answers; empty for others
     * @param nonce of questions; empty for others
     */
    record Step(
            StormTenant tenant, Kind kind, String session, String nonce, String request, Cut cut) {

        @Override
        public String toString() {
            return kind + " of " + tenant.org() + (cut.isNone() ? "" : ", " + cut);
        }
    }

    /** So many requests, of which every second one is cut. */
    List<Step> steps(int count) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(step(i));
        }
        return steps;
    }

    private Step step(int number) {
        int which = random.nextInt(tenants.size());
        StormTenant tenant = tenants.get(which);
        StormTenant other = tenants.get((which + 1) % tenants.size());
        Kind kind = MIX.get(random.nextInt(MIX.size()));
        String session = session(tenant, random.nextInt(SESSIONS));
        String document = document(tenant, random.nextInt(DOCUMENTS));
        String nonce = "#" + number + "#";
        String request =
                switch (kind) {
                    case STREAM -> ask("/api/public/chat/stream", tenant, session, nonce);
                    case WHOLE -> ask("/api/public/chat", tenant, session, nonce);
                    case HISTORY -> history(tenant, session);
                    case UPLOAD -> upload(tenant, document, number);
                    case DOCUMENT -> get(tenant, tenant.path() + "/documents/" + document);
                    case DOCUMENTS -> get(tenant, tenant.path() + "/documents?limit=1000");
                    case SEARCH -> search(tenant, "When does the ferry leave?");
                    case ORGANISATION -> get(tenant, "/api/orgs/" + tenant.org());
                    case FEEDBACK -> feedback(tenant, session, MESSAGE);
                    case CONVERSATIONS -> get(tenant, conversations(tenant, number));
                    case CONVERSATION -> get(tenant, conversation(tenant, CONVERSATION));
                    case EXPORT -> get(tenant, tenant.path() + "/conversations.jsonl");
                    case USAGE -> get(tenant, usage(tenant, number));
                    case LEDGER -> get(tenant, tenant.path() + "/ledger.jsonl");
                    case GAPS -> get(tenant, tenant.path() + "/gaps");
                    case REPLAY -> get(tenant, replay(tenant, MESSAGE));
                    case DELETE -> delete(tenant, conversation(tenant, CONVERSATION));
                    case FOREIGN -> foreign(tenant, other);
                };
        boolean asks = kind == Kind.STREAM || kind == Kind.WHOLE;
        boolean ofSession = asks || kind == Kind.FEEDBACK || kind == Kind.REPLAY;
        return new Step(
                tenant,
                kind,
                ofSession ? session : "",
                asks ? nonce : "",
                request,
                cut(number, request));
    }

    private Cut cut(int number, String request) {
        if (number % 2 == 0) {
            return Cut.NONE;
        }
        int length = request.getBytes(StandardCharsets.UTF_8).length;
        boolean early = random.nextInt(4) == 0;
        int sent = early ? 1 + random.nextInt(length - 1) : Integer.MAX_VALUE;
        return new Cut(sent, random.nextInt(ANSWER_BYTES), random.nextBoolean());
    }

    /** The sessions that were asked in. */
    static List<String> sessions(StormTenant tenant) {
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(session(tenant, i));
        }
        return sessions;
    }

    private static String session(StormTenant tenant, int number) {
        return "a-session-of-%s-in-the-storm-%04d".formatted(tenant.org(), number);
    }

    private static String document(StormTenant tenant, int number) {
        return "%s-%d.md".formatted(tenant.word(), number);
    }

    static String ask(String path, StormTenant tenant, String session, String nonce) {
        String body =
                "{\"chatbot_id\":\"%s\",\"session_id\":\"%s\",\"message\":\"When does the ferry of %s leave from pier %s?\"}"
                        .formatted(tenant.chatbot(), session, tenant.word(), nonce);
        return "POST " + path + " HTTP/1.1\r\n" + json(body);
    }

    static String history(StormTenant tenant, String session) {
        return "GET /api/public/chat/history?chatbot_id=%s HTTP/1.1\r\nX-Session-Id: %s\r\n%s"
                .formatted(tenant.chatbot(), session, end(0));
    }

    static String upload(StormTenant tenant, String document, int number) {
        String text =
                "# Ferries\n\nThe ferry of %s leaves at nine. This is edition %d.\n"
                        .formatted(tenant.word(), number);
        return "PUT %s/documents/%s HTTP/1.1\r\n%sContent-Type: text/markdown\r\n%s%s"
                .formatted(
                        tenant.path(), document, authorization(tenant), end(text.length()), text);
    }

    static String search(StormTenant tenant, String query) {
        String body = "{\"query\":\"" + query + "\",\"top_k\":50}";
        return "POST %s/search HTTP/1.1\r\n%s%s"
                .formatted(tenant.path(), authorization(tenant), json(body));
    }

    static String get(StormTenant tenant, String path) {
        return "GET " + path + " HTTP/1.1\r\n" + authorization(tenant) + end(0);
    }

    static String feedback(StormTenant tenant, String session, String message) {
        String body =
                "{\"message_id\":\"%s\",\"session_id\":\"%s\",\"rating\":\"down\",\"comment\":\"%s\"}"
                        .formatted(message, session, tenant.word());
        return "POST /api/public/feedback HTTP/1.1\r\n" + json(body);
    }

    private static String conversations(StormTenant tenant, int number) {
        String filter =
                switch (number % 6) {
                    case 0, 1 -> "q=" + tenant.word();
                    case 2, 3 -> "rating=down";
                    default -> "outcome=complete";
                };
        return tenant.path() + "/conversations?limit=1000&" + filter;
    }

    private static String usage(StormTenant tenant, int number) {
        return number % 4 < 2 ? tenant.path() + "/usage" : "/api/orgs/" + tenant.org() + "/usage";
    }

    private static String conversation(StormTenant tenant, String id) {
        return tenant.path() + "/conversations/" + id;
    }

    private static String replay(StormTenant tenant, String message) {
        return tenant.path() + "/messages/" + message + "/replay";
    }

    private static String delete(StormTenant tenant, String path) {
        return "DELETE " + path + " HTTP/1.1\r\n" + authorization(tenant) + end(0);
    }

    /** What is the other one's, by its right name, with the wrong key or at the wrong place. */
    private String foreign(StormTenant tenant, StormTenant other) {
        int number = random.nextInt(Math.min(SESSIONS, DOCUMENTS));
        return switch (random.nextInt(9)) {
            case 0 -> get(tenant, tenant.path() + "/documents/" + document(other, number));
            case 1 -> get(tenant, other.path() + "/documents");
            case 2 -> get(tenant, conversation(tenant, FOREIGN_CONVERSATION));
            case 3 -> get(tenant, other.path() + "/conversations.jsonl");
            case 4 -> get(tenant, other.path() + "/ledger.jsonl");
            case 5 -> delete(tenant, conversation(tenant, FOREIGN_CONVERSATION));
            case 6 -> get(tenant, replay(tenant, FOREIGN_MESSAGE));
            case 7 -> feedback(tenant, session(tenant, number), FOREIGN_MESSAGE);
            default -> history(tenant, session(other, number));
        };
    }

    private static String authorization(StormTenant tenant) {
        return "Authorization: Bearer " + tenant.key() + "\r\n";
    }

    private static String json(String body) {
        return "Content-Type: application/json\r\n" + end(body.length()) + body;
    }

    private static String end(int length) {
        String size = length == 0 ? "" : "Content-Length: " + length + "\r\n";
        return "Host: localhost\r\nConnection: close\r\n" + size + "\r\n";
    }
}
