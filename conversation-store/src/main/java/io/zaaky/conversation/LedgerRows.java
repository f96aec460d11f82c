package io.zaaky.conversation;

import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Ledger;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.Outcome;
import io.zaaky.spi.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The ledger's table. Rows are read in the order of its key. */
final class LedgerRows {

    /** In place of a chatbot's id. */
    static final String ALL_CHATBOTS = "";

    /** The position of a row among those of its organisation. */
    record Place(long at, String chatbot, String messageId, long number) {

        /** The position before every row of this time. */
        static Place before(Instant time) {
            return new Place(Days.millis(time), "", "", 0);
        }
    }

    record Found(Place place, Ledger.Entry entry) {}

    /** Returns false if the row already exists. */
    boolean insert(
            DbTransaction transaction,
            ChatbotKey chatbot,
            String messageId,
            int number,
            ModelCall call,
            boolean closesAnswer) {
        return transaction.insert(
                        """
                        INSERT INTO ledger (org, called_at, chatbot, message_id, number, provider,
                            model, prompt_tokens, completion_tokens, tokens_estimated, free,
                            outcome, kind, closes_answer)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (org, called_at, chatbot, message_id, number) DO NOTHING
                        """,
                        chatbot.org(),
                        call.at().toEpochMilli(),
                        chatbot.chatbot(),
                        messageId,
                        number,
                        Text.storable(call.provider()),
                        Text.storable(call.model()),
                        call.usage().promptTokens(),
                        call.usage().completionTokens(),
                        call.usage().estimated() ? 1 : 0,
                        call.isFree() ? 1 : 0,
                        Rows.name(call.outcome()),
                        Rows.name(call.kind()),
                        closesAnswer ? 1 : 0)
                == 1;
    }

    List<Ledger.Sum> sums(
            DbTransaction transaction, String org, String chatbot, LocalDate from, LocalDate to) {
        return transaction
                .query(
                        """
                        SELECT called_at / 86400000 AS day, provider, model, kind, outcome,
                            count(*) AS calls, sum(closes_answer) AS answers,
                            sum(CAST(prompt_tokens AS BIGINT)) AS prompt_tokens,
                            sum(CAST(completion_tokens AS BIGINT)) AS completion_tokens,
                            sum(tokens_estimated) AS estimated
                        FROM ledger
                        WHERE org = ? AND called_at >= ? AND called_at < ?
                            AND (chatbot = ? OR ? = '')
                        GROUP BY called_at / 86400000, provider, model, kind, outcome
                        ORDER BY called_at / 86400000, provider, model, kind, outcome
                        """,
                        org,
                        Days.start(from),
                        Days.end(to),
                        chatbot,
                        chatbot)
                .map(LedgerRows::sum)
                .toList();
    }

    private static Ledger.Sum sum(DbRow row) {
        return new Ledger.Sum(
                LocalDate.ofEpochDay(Rows.number(row, "day")),
                Rows.text(row, "provider"),
                Rows.text(row, "model"),
                Rows.constant(row, "kind", ModelCall.Kind.class),
                Rows.constant(row, "outcome", Outcome.class),
                Rows.number(row, "calls"),
                Rows.number(row, "answers"),
                Rows.number(row, "prompt_tokens"),
                Rows.number(row, "completion_tokens"),
                Rows.number(row, "estimated"));
    }

    /** The next organisation that has rows, without reading the rows of this one. */
    Optional<String> organisationAfter(DbTransaction transaction, String org) {
        return transaction
                .query("SELECT org FROM ledger WHERE org > ? ORDER BY org LIMIT 1", org)
                .map(row -> Rows.text(row, "org"))
                .findFirst();
    }

    List<Found> after(
            DbTransaction transaction, ChatbotKey chatbot, Place after, Instant to, int limit) {
        return transaction
                .query(
                        """
                        SELECT called_at, chatbot, message_id, number, provider, model,
                            prompt_tokens, completion_tokens, tokens_estimated, free, outcome,
                            kind
                        FROM ledger
                        WHERE org = ? AND chatbot = ? AND called_at < ?
                            AND (called_at, chatbot, message_id, number) > (?, ?, ?, ?)
                        ORDER BY called_at, chatbot, message_id, number LIMIT ?
                        """,
                        chatbot.org(),
                        chatbot.chatbot(),
                        Days.millis(to),
                        after.at(),
                        after.chatbot(),
                        after.messageId(),
                        after.number(),
                        limit)
                .map(LedgerRows::found)
                .toList();
    }

    private static Found found(DbRow row) {
        String messageId = Rows.text(row, "message_id");
        return new Found(
                new Place(
                        Rows.number(row, "called_at"),
                        Rows.text(row, "chatbot"),
                        messageId,
                        Rows.number(row, "number")),
                new Ledger.Entry(
                        messageId,
                        new ModelCall(
                                Rows.time(row, "called_at"),
                                Rows.text(row, "provider"),
                                Rows.text(row, "model"),
                                new Usage(
                                        Rows.small(row, "prompt_tokens"),
                                        Rows.small(row, "completion_tokens"),
                                        Rows.flag(row, "tokens_estimated")),
                                Rows.constant(row, "outcome", Outcome.class),
                                Rows.constant(row, "kind", ModelCall.Kind.class),
                                Rows.flag(row, "free"),
                                Optional.empty())));
    }
}
