package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zaaky.spi.Ledger;
import io.zaaky.spi.Outcome;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ledger by day, for one organisation or chatbot, or for all organisations. Days without a call
 * are omitted. For one thread only.
 */
final class UsageReport {
    private final SortedMap<LocalDate, Day> days = new TreeMap<>();
    private final UsageSum total = new UsageSum();
    private final boolean byOrganisation;

    /**
     * @param byOrganisation whether the report covers all organisations and lists each separately
     */
    UsageReport(boolean byOrganisation) {
        this.byOrganisation = byOrganisation;
    }

    /** One day: its total, and each organisation's part if there are several. */
    private static final class Day {
        private final UsageSum all = new UsageSum();
        private final SortedMap<String, UsageSum> organisations = new TreeMap<>();
    }

    void add(List<Ledger.Sum> sums) {
        for (Ledger.Sum sum : sums) {
            days.computeIfAbsent(sum.day(), _ -> new Day()).all.add(sum);
            total.add(sum);
        }
    }

    /** The same for one of several organisations. */
    void add(String organisation, List<Ledger.Sum> sums) {
        add(sums);
        for (Ledger.Sum sum : sums) {
            days.computeIfAbsent(sum.day(), _ -> new Day())
                    .organisations
                    .computeIfAbsent(organisation, _ -> new UsageSum())
                    .add(sum);
        }
    }

    /** Writes the fields {@code days} and {@code total}. */
    void write(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("days");
        for (var each : days.entrySet()) {
            json.writeStartObject();
            json.writeStringField("day", each.getKey().toString());
            sum(json, each.getValue().all);
            organisations(json, each.getValue().organisations);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("total");
        sum(json, total);
        json.writeEndObject();
    }

    private static void organisations(JsonGenerator json, SortedMap<String, UsageSum> sums)
            throws IOException {
        if (sums.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("organisations");
        for (var each : sums.entrySet()) {
            json.writeStartObject();
            json.writeStringField("id", each.getKey());
            sum(json, each.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void sum(JsonGenerator json, UsageSum sum) throws IOException {
        counts(json, sum);
        json.writeNumberField("estimated", sum.estimated());
        json.writeObjectFieldStart("outcomes");
        for (Outcome outcome : Outcome.values()) {
            json.writeNumberField(Words.of(outcome), sum.outcome(outcome));
        }
        json.writeEndObject();
        json.writeArrayFieldStart("models");
        for (var each : sum.models().entrySet()) {
            json.writeStartObject();
            json.writeStringField("provider", each.getKey().provider());
            json.writeStringField("model", each.getKey().name());
            counts(json, each.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void counts(JsonGenerator json, UsageSum sum) throws IOException {
        json.writeNumberField("answers", sum.answers());
        json.writeNumberField("prompt_tokens", sum.promptTokens());
        json.writeNumberField("completion_tokens", sum.completionTokens());
    }

    /** One row for each day and model; in a report by organisation, for each organisation too. */
    String csv() {
        var csv = new Csv();
        csv.cell("day");
        if (byOrganisation) {
            csv.cell("organisation");
        }
        for (String name :
                List.of(
                        "provider",
                        "model",
                        "answers",
                        "prompt_tokens",
                        "completion_tokens",
                        "estimated")) {
            csv.cell(name);
        }
        for (Outcome outcome : Outcome.values()) {
            csv.cell(Words.of(outcome));
        }
        csv.end();
        days.forEach(
                (day, its) -> {
                    if (byOrganisation) {
                        its.organisations.forEach((id, sum) -> rows(csv, List.of(day, id), sum));
                    } else {
                        rows(csv, List.of(day), its.all);
                    }
                });
        return csv.toString();
    }

    private static void rows(Csv csv, List<Object> first, UsageSum sums) {
        sums.models()
                .forEach(
                        (model, sum) -> {
                            first.forEach(cell -> csv.cell(cell.toString()));
                            csv.cell(model.provider());
                            csv.cell(model.name());
                            csv.cell(sum.answers());
                            csv.cell(sum.promptTokens());
                            csv.cell(sum.completionTokens());
                            csv.cell(sum.estimated());
                            for (Outcome outcome : Outcome.values()) {
                                csv.cell(sum.outcome(outcome));
                            }
                            csv.end();
                        });
    }
}
