package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zaaky.app.admin.AuditEntry;
import io.zaaky.app.chat.ErrorCode;
import java.io.IOException;
import java.util.List;

/** {@code GET /api/orgs/ORG/audit}: who has changed what, newest first. */
final class AuditRoute {
    private static final int PAGE = 100;

    private AuditRoute() {}

    static void audit(Exchange exchange) {
        TimeRange range = TimeRange.of(exchange);
        long before = before(exchange);
        List<AuditEntry> found =
                Unreachable.unless(
                        ErrorCode.STORAGE_UNAVAILABLE,
                        () ->
                                exchange.services()
                                        .admin()
                                        .audit()
                                        .entries(
                                                exchange.organisation(),
                                                range.from(),
                                                range.to(),
                                                before,
                                                PAGE + 1));
        exchange.json(Json.write(json -> page(json, found)));
    }

    private static long before(Exchange exchange) {
        String after = exchange.query("after").orElse("");
        if (after.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (!after.matches("[0-9]{1,18}")) {
            throw Refusal.field("after", "after must be what next was on the page before.");
        }
        return Long.parseLong(after);
    }

    private static void page(JsonGenerator json, List<AuditEntry> found) throws IOException {
        List<AuditEntry> shown = found.subList(0, Math.min(PAGE, found.size()));
        json.writeArrayFieldStart("entries");
        for (AuditEntry entry : shown) {
            json.writeStartObject();
            json.writeStringField("at", entry.at().toString());
            json.writeStringField("key", entry.actor().key());
            json.writeStringField("role", entry.actor().role());
            json.writeStringField("action", entry.action());
            json.writeStringField("object", entry.object());
            json.writeStringField("address", Json.orNull(entry.actor().address()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField(
                "next", found.size() > PAGE ? String.valueOf(shown.getLast().sequence()) : null);
    }
}
