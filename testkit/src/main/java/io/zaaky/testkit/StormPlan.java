package io.zaaky.testkit;

import io.zaaky.testkit.CutRequest.Cut;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The requests of a {@link Storm}: the same for the same seed. */
final class StormPlan {
    private static final int SESSIONS = 60; // of each organisation
    private static final int DOCUMENTS = 40; // likewise
    private static final int ANSWER_BYTES = 1500; // within which an answer is cut

    private final List<StormTenant> tenants;
    private final Random random;

    StormPlan(List<StormTenant> tenants, long seed) {
        this.tenants = tenants;
        this.random = new Random(seed);
    }

    /** The kinds of requests; each is as frequent as it is listed. */
    enum Kind {
        STREAM,
        WHOLE,
        HISTORY,
        UPLOAD,
        DOCUMENT,
        DOCUMENTS,
        SEARCH,
        ORGANISATION,
        /** Requests for data of the other organisation. */
        FOREIGN
    }

    private static final List<Kind> MIX =
            List.of(
                    Kind.STREAM,
                    Kind.STREAM,
                    Kind.STREAM,
                    Kind.STREAM,
                    Kind.STREAM,
                    Kind.STREAM,
                    Kind.WHOLE,
                    Kind.WHOLE,
                    Kind.HISTORY,
                    Kind.HISTORY,
                    Kind.HISTORY,
                    Kind.UPLOAD,
                    Kind.UPLOAD,
                    Kind.SEARCH,
                    Kind.SEARCH,
                    Kind.DOCUMENT,
                    Kind.DOCUMENTS,
                    Kind.DOCUMENTS,
                    Kind.ORGANISATION,
                    Kind.FOREIGN);

    /**
     * One request.
     *
     * @param session the session of chats and histories; empty for other kinds
     * @param nonce the nonce of questions; empty for other kinds
     */
    record Step(
            StormTenant tenant, Kind kind, String session, String nonce, String request, Cut cut) {

        @Override
        public String toString() {
            return kind + " of " + tenant.org() + (cut.isNone() ? "" : ", " + cut);
        }
    }

    /** Creates {@code count} requests, of which every second one is cut. */
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
                    case FOREIGN -> foreign(tenant, other);
                };
        boolean asks = kind == Kind.STREAM || kind == Kind.WHOLE;
        return new Step(
                tenant,
                kind,
                asks ? session : "",
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

    /** The sessions in which questions are asked. */
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

    /**
     * A request for a document, the document list or a conversation of the other organisation, by
     * their real names.
     */
    private String foreign(StormTenant tenant, StormTenant other) {
        int number = random.nextInt(Math.min(SESSIONS, DOCUMENTS));
        return switch (random.nextInt(3)) {
            case 0 -> get(tenant, tenant.path() + "/documents/" + document(other, number));
            case 1 -> get(tenant, other.path() + "/documents");
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
