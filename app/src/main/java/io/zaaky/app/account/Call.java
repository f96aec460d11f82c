package io.zaaky.app.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A row of the ledger. */
record Call(Instant at, String provider, String model, Spent spent, String outcome, String kind) {

    static Call of(JsonNode row) {
        return new Call(
                Instant.parse(row.path("at").asText()),
                row.path("provider").asText(),
                row.path("model").asText(),
                Spent.of(row),
                row.path("outcome").asText(),
                row.path("kind").asText());
    }

    boolean isAnswer() {
        return kind.equals("answer");
    }

    /** Whether the call failed, so that a later call may have made the answer. */
    boolean failed() {
        return outcome.equals("failed");
    }

    LocalDate day() {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
