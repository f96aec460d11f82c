package io.zaaky.app.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where an id may stand in a call: fields and parameters that there are, and that others have. */
final class IdFields {
    private static final JsonMapper JSON = new JsonMapper();

    private static final List<String> ALL =
            List.of(
                    "session_id",
                    "conversation_id",
                    "message_id",
                    "parent_message_id",
                    "previous_response_id",
                    "thread_id",
                    "stream_id",
                    "document",
                    "document_id",
                    "documents",
                    "file_id",
                    "files",
                    "attachments",
                    "source",
                    "sources",
                    "chunk_id",
                    "job",
                    "collection",
                    "knowledge",
                    "chatbot",
                    "org",
                    "organisation",
                    "tenant_id",
                    "after",
                    "cursor");

    private IdFields() {}

    /** Has an id in every field, as a text or in lists and objects. */
    static ObjectNode filled(String id, boolean flat) {
        ObjectNode body = JSON.createObjectNode();
        for (String field : ALL) {
            if (flat) {
                body.put(field, id);
            } else if (!field.equals("session_id")) {
                ObjectNode object = JSON.createObjectNode();
                for (String inner : List.of("id", "file_id", "document_id", "upload_file_id")) {
                    object.put(inner, id).put("org", "zeta").put("chatbot_id", "zeta/vault");
                }
                body.putArray(field).add(id).add(object);
            }
        }
        return body;
    }

    /** The same as parameters behind others. */
    static String query(String id) {
        var query = new StringBuilder();
        for (String field : ALL) {
            query.append('&').append(field).append('=').append(encoded(id));
        }
        return query.toString();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
