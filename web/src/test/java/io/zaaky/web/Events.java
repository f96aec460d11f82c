package io.zaaky.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

/** The objects of the API as JSON. */
final class Events {
    private Events() {}

    static JsonObject complete(
            String content,
            String session,
            String id,
            String verdict,
            String reason,
            JsonArray sources) {
        JsonObject event = new JsonObject();
        event.addProperty("type", "complete");
        event.addProperty("content", content);
        event.addProperty("done", true);
        event.add("sources", sources);
        event.add("context_quality", quality(verdict));
        event.addProperty("session_id", session);
        event.addProperty("message_id", id);
        event.addProperty("finish_reason", reason);
        return event;
    }

    static JsonObject quality(String verdict) {
        JsonObject quality = new JsonObject();
        quality.addProperty("verdict", verdict);
        quality.addProperty("score", 0.5);
        quality.add("reasons", new JsonArray());
        return quality;
    }

    static JsonObject error(String sentence, String code, boolean retryable) {
        JsonObject event = new JsonObject();
        event.addProperty("type", "error");
        event.addProperty("error", sentence);
        event.addProperty("code", code);
        event.addProperty("retryable", retryable);
        event.addProperty("request_id", "req-1");
        event.addProperty("done", true);
        return event;
    }

    static JsonObject source(int n, String title, String url, String snippet) {
        JsonObject source = new JsonObject();
        source.addProperty("n", n);
        source.addProperty("id", "doc-" + n);
        source.addProperty("title", title);
        source.add("url", JsonNull.INSTANCE);
        if (!url.isEmpty()) {
            source.addProperty("url", url);
        }
        source.addProperty("snippet", snippet);
        source.addProperty("score", 0.8);
        return source;
    }

    static JsonArray array(JsonObject... objects) {
        JsonArray array = new JsonArray();
        for (JsonObject object : objects) {
            array.add(object);
        }
        return array;
    }
}
