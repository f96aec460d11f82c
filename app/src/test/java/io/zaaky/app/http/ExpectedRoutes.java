package io.zaaky.app.http;

import io.zaaky.app.admin.Right;
import java.util.Map;

/** Every route, who may call it and what comes of that. A new one needs an entry here. */
final class ExpectedRoutes {
    private static final String BOT = "/api/orgs/{org}/chatbots/{chatbot}";

    /** What comes of a secret that is not the right one, where no key is asked for. */
    enum Open {
        /** An answer in another conversation, which has no past. */
        ASKS_ANEW,
        /** 404, as for an answer that nobody has. */
        NO_ANSWER,
        /** A conversation without messages. */
        EMPTY,
        /** Nothing of anybody's is deleted. */
        FORGETS_NOTHING,
        /** What everybody is told, and no session but the one that was sent or a fresh one. */
        SETTINGS,
        /** The same for everybody. */
        THE_SAME
    }

    /** For everybody: no key opens anything there, and none is asked for. */
    static final Map<String, Open> OPEN =
            Map.ofEntries(
                    Map.entry("POST /api/public/chat/stream", Open.ASKS_ANEW),
                    Map.entry("GET /api/public/chat/stream", Open.ASKS_ANEW),
                    Map.entry("POST /api/public/chat/chunked", Open.ASKS_ANEW),
                    Map.entry("POST /api/public/chat", Open.ASKS_ANEW),
                    Map.entry("POST /api/public/chat/stop", Open.NO_ANSWER),
                    Map.entry("POST /api/public/feedback", Open.NO_ANSWER),
                    Map.entry("GET /api/public/chat/history", Open.EMPTY),
                    Map.entry("DELETE /api/public/chat/history", Open.FORGETS_NOTHING),
                    Map.entry("GET /api/public/chatbots/{org}/{chatbot}", Open.SETTINGS),
                    Map.entry("GET /openapi.json", Open.THE_SAME),
                    Map.entry("GET /chat-widget.js", Open.THE_SAME),
                    Map.entry("GET /widget/{file}", Open.THE_SAME),
                    Map.entry("GET /demo", Open.THE_SAME),
                    Map.entry("GET /demo/{file}", Open.THE_SAME),
                    Map.entry("GET /", Open.THE_SAME));

    /** What a call with a right key needs and answers. */
    record Expected(Right right, String body, int status) {}

    static final Map<String, Expected> GUARDED =
            Map.ofEntries(
                    Map.entry("GET /api/orgs/{org}", new Expected(Right.READ, "", 200)),
                    Map.entry("GET /api/orgs/{org}/audit", new Expected(Right.OWN, "", 200)),
                    Map.entry("POST " + BOT + "/pause", new Expected(Right.OWN, "", 204)),
                    Map.entry("POST " + BOT + "/resume", new Expected(Right.OWN, "", 204)),
                    Map.entry(
                            "POST " + BOT + "/search",
                            new Expected(Right.EDIT, "{\"query\":\"fees?\"}", 200)),
                    Map.entry("GET " + BOT + "/documents", new Expected(Right.READ, "", 200)),
                    Map.entry("POST " + BOT + "/documents", new Expected(Right.EDIT, "{}", 422)),
                    Map.entry("GET " + BOT + "/documents/{+id}", new Expected(Right.READ, "", 404)),
                    Map.entry(
                            "PUT " + BOT + "/documents/{+id}", new Expected(Right.EDIT, "x", 415)),
                    Map.entry(
                            "DELETE " + BOT + "/documents/{+id}",
                            new Expected(Right.EDIT, "", 404)),
                    Map.entry("GET " + BOT + "/jobs/{job}", new Expected(Right.READ, "", 404)),
                    Map.entry(
                            "GET " + BOT + "/messages/{message}/replay",
                            new Expected(Right.EDIT, "", 404)),
                    Map.entry("GET /api/orgs/{org}/usage", new Expected(Right.READ, "", 200)),
                    Map.entry("GET " + BOT + "/usage", new Expected(Right.READ, "", 200)),
                    Map.entry("GET " + BOT + "/ledger.jsonl", new Expected(Right.READ, "", 200)),
                    Map.entry("GET " + BOT + "/gaps", new Expected(Right.READ, "", 200)),
                    Map.entry("GET " + BOT + "/conversations", new Expected(Right.READ, "", 200)),
                    Map.entry(
                            "GET " + BOT + "/conversations.jsonl",
                            new Expected(Right.READ, "", 200)),
                    Map.entry(
                            "GET " + BOT + "/conversations/{conversation}",
                            new Expected(Right.READ, "", 404)),
                    Map.entry(
                            "DELETE " + BOT + "/conversations/{conversation}",
                            new Expected(Right.EDIT, "", 404)),
                    Map.entry("GET /api/platform/usage", new Expected(Right.PLATFORM, "", 200)),
                    Map.entry("POST /api/platform/reload", new Expected(Right.PLATFORM, "", 200)),
                    Map.entry(
                            "GET /api/platform/organisations",
                            new Expected(Right.PLATFORM, "", 200)));

    private ExpectedRoutes() {}
}
