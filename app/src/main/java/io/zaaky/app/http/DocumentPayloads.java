package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zaaky.app.knowledge.DocumentState;
import io.zaaky.app.knowledge.UploadJob;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The JSON about documents that administrators see. */
final class DocumentPayloads {
    private DocumentPayloads() {}

    static byte[] document(DocumentState document) {
        return Json.write(json -> fields(json, document));
    }

    /**
     * Writes a page of a list.
     *
     * @param found one more than {@code limit} if more documents follow
     */
    static byte[] page(List<DocumentState> found, int limit) {
        boolean more = found.size() > limit;
        List<DocumentState> page = more ? found.subList(0, limit) : found;
        return Json.write(
                json -> {
                    json.writeArrayFieldStart("documents");
                    for (DocumentState document : page) {
                        json.writeStartObject();
                        fields(json, document);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeStringField("next", more ? page.getLast().id() : null);
                });
    }

    private static void fields(JsonGenerator json, DocumentState document) throws IOException {
        json.writeStringField("id", document.id());
        json.writeStringField("title", document.title());
        json.writeStringField("url", Json.orNull(document.url()));
        json.writeStringField("state", document.state().name().toLowerCase(Locale.ROOT));
        json.writeStringField("reason", Json.orNull(document.reason()));
        json.writeNumberField("chunks", document.chunks());
        json.writeStringField("hash", Json.orNull(document.hash()));
        json.writeNumberField("bytes", document.bytes());
        json.writeStringField(
                "updated_at", document.updatedAt().map(Object::toString).orElse(null));
    }

    static byte[] accepted(String job, List<String> ids) {
        return Json.write(
                json -> {
                    json.writeStringField("job", job);
                    ids(json, ids);
                });
    }

    static byte[] job(UploadJob job) {
        return Json.write(
                json -> {
                    json.writeStringField("job", job.id());
                    json.writeStringField("state", job.isDone() ? "done" : "running");
                    ids(json, job.documents());
                    json.writeNumberField("pending", job.pending());
                    json.writeArrayFieldStart("failures");
                    for (UploadJob.Failure failure : job.failures()) {
                        json.writeStartObject();
                        json.writeStringField("id", failure.id());
                        json.writeStringField("reason", failure.reason());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    private static void ids(JsonGenerator json, List<String> ids) throws IOException {
        json.writeArrayFieldStart("documents");
        for (String id : ids) {
            json.writeString(id);
        }
        json.writeEndArray();
    }
}
