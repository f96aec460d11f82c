package io.zaaky.app.http;

import io.zaaky.app.admin.Right;
import java.util.Map;
import java.util.Set;

/** Every route, who may call it and what comes of that. A new one needs an entry here. */
final class ExpectedRoutes {
    private static final String BOT = "/api/orgs/{org}/chatbots/{chatbot}";

    /** For everybody: no key opens anything there, and none is asked for. */
    static final Set<String> OPEN =
            Set.of(
                    "POST /api/public/chat/stream",
                    "GET /api/public/chat/stream",
                    "POST /api/public/chat/stop",
                    "POST /api/public/chat/chunked",
                    "GET /api/public/chat/history",
                    "DELETE /api/public/chat/history",
                    "POST /api/public/chat",
                    "POST /api/public/feedback",
                    "GET /api/public/chatbots/{org}/{chatbot}",
                    "GET /openapi.json",
                    "GET /chat-widget.js",
                    "GET /widget/{file}",
                    "GET /demo",
                    "GET /demo/{file}",
                    "GET /");

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
