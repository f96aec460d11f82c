package io.zaaky.app.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.config.BudgetSettings;
import io.zaaky.spi.Budgets;
import io.zaaky.spi.Ledger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What model calls have cost, and what is left of budgets. */
final class UsageRoutes {
    private UsageRoutes() {}

    /**
     * The state of a budget.
     *
     * @param resets when the next day's budget begins
     */
    private record Standing(BudgetSettings budget, long spent, long reserved, Instant resets) {

        static Standing of(BudgetSettings budget, LocalDate today, List<Budgets.Day> parts) {
            return new Standing(
                    budget,
                    parts.stream().mapToLong(Budgets.Day::spent).sum(),
                    parts.stream().mapToLong(Budgets.Day::reserved).sum(),
                    today.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        }

        void write(JsonGenerator json) throws IOException {
            json.writeObjectFieldStart("budget");
            if (budget.isLimited()) {
                json.writeNumberField("tokens_per_day", budget.tokensPerDay().getAsLong());
            } else {
                json.writeNullField("tokens_per_day");
            }
            json.writeNumberField("spent_today", spent);
            json.writeNumberField("reserved", reserved);
            json.writeStringField("resets_at", resets.toString());
            json.writeEndObject();
        }
    }

    /** {@code GET …/usage}. */
    static void chatbot(Exchange exchange) {
        Chatbot chatbot = AdminRoutes.chatbot(exchange);
        LocalDate today = today();
        DayRange range = DayRange.of(exchange, today);
        var report = new UsageReport(false);
        Standing standing =
                stored(
                        () -> {
                            report.add(
                                    chatbot.transcript()
                                            .ledger()
                                            .sums(chatbot.key(), range.from(), range.to()));
                            Budgets.Day day =
                                    chatbot.transcript().budgets().day(chatbot.key(), today);
                            return Standing.of(chatbot.settings().budget(), today, List.of(day));
                        });
        send(exchange, report, standing::write);
    }

    /** {@code GET /api/orgs/ORG/usage}. */
    static void organisation(Exchange exchange) {
        LocalDate today = today();
        DayRange range = DayRange.of(exchange, today);
        String org = exchange.organisation();
        BudgetSettings budget =
                exchange.services()
                        .admin()
                        .callers()
                        .organisation(org)
                        .orElseThrow(() -> Guard.unauthorized(exchange, false)) // removed since
                        .limits()
                        .budget();
        List<Chatbot> places = Places.of(exchange, key -> key.org().equals(org));
        var report = new UsageReport(false);
        Standing standing =
                stored(
                        () -> {
                            List<Budgets.Day> days = new ArrayList<>();
                            for (Chatbot place : places) {
                                Ledger ledger = place.transcript().ledger();
                                report.add(ledger.sums(org, range.from(), range.to()));
                                days.add(place.transcript().budgets().day(org, today));
                            }
                            return Standing.of(budget, today, days);
                        });
        exchange.checkKey();
        send(exchange, report, standing::write);
    }

    /** {@code GET /api/platform/usage}. */
    static void platform(Exchange exchange) {
        DayRange range = DayRange.of(exchange, today());
        List<Chatbot> places = Places.of(exchange, _ -> true);
        var report = new UsageReport(true);
        boolean _ =
                stored(
                        () -> {
                            for (Chatbot place : places) {
                                place.transcript()
                                        .ledger()
                                        .sums(range.from(), range.to())
                                        .forEach(report::add);
                            }
                            return true;
                        });
        exchange.checkKey();
        send(exchange, report, _ -> {});
    }

    /** {@code GET …/ledger.jsonl}: the rows, oldest first. */
    static void ledger(Exchange exchange) {
        Chatbot chatbot = AdminRoutes.chatbot(exchange);
        TimeRange range = TimeRange.of(exchange);
        AdminRoutes.reading(
                exchange,
                chatbot.key().org(),
                () -> {
                    JsonLines.<Ledger.Entry>send(
                            exchange,
                            UsageRoutes::entry,
                            out ->
                                    chatbot.transcript()
                                            .ledger()
                                            .entries(chatbot.key(), range.from(), range.to(), out));
                    return true;
                });
    }

    private static void entry(JsonGenerator json, Ledger.Entry entry) throws IOException {
        json.writeStringField("message_id", entry.messageId());
        json.writeStringField("at", entry.call().at().toString());
        json.writeStringField("provider", entry.call().provider());
        json.writeStringField("model", entry.call().model());
        json.writeNumberField("prompt_tokens", entry.call().usage().promptTokens());
        json.writeNumberField("completion_tokens", entry.call().usage().completionTokens());
        json.writeBooleanField("estimated", entry.call().usage().estimated());
        json.writeStringField("outcome", Words.of(entry.call().outcome()));
        json.writeStringField("kind", Words.of(entry.call().kind()));
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    private static <T> T stored(Supplier<T> task) {
        return Unreachable.unless(ErrorCode.STORAGE_UNAVAILABLE, task);
    }

    private static void send(Exchange exchange, UsageReport report, Json.Fields more) {
        var headers = exchange.response().headers();
        headers.add(HeaderValues.create(HeaderNames.VARY, "Accept"));
        if (Csv.isPreferred(exchange.header(HeaderNames.ACCEPT).orElse(""))) {
            exchange.noStore();
            headers.set(
                    HeaderValues.create(HeaderNames.CONTENT_TYPE, Csv.TYPE + "; charset=utf-8"));
            exchange.send(report.csv().getBytes(StandardCharsets.UTF_8));
        } else {
            exchange.json(
                    Json.write(
                            json -> {
                                report.write(json);
                                more.write(json);
                            }));
        }
    }
}
