package io.zaaky.conversation;

import io.helidon.dbclient.DbTransaction;
import io.zaaky.spi.Charge;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.Ledger;
import io.zaaky.spi.ModelCall;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The ledger: the operations on its table, and their transactions. */
final class JdbcLedger implements Ledger {

    /** How many rows one transaction reads. */
    private static final int STEP = 500;

    private final Lanes lanes;
    private final LedgerRows rows = new LedgerRows();

    JdbcLedger(Lanes lanes) {
        this.lanes = lanes;
    }

    /** Enters an answer's calls; calls that are already in the ledger stay unchanged. */
    Spending enter(DbTransaction transaction, ChatbotKey chatbot, String messageId, Charge charge) {
        List<ModelCall> calls = charge.calls();
        List<ModelCall> entered = new ArrayList<>();
        int last = lastForAnswer(calls);
        for (int i = 0; i < calls.size(); i++) {
            if (rows.insert(transaction, chatbot, messageId, i, calls.get(i), i == last)) {
                entered.add(calls.get(i));
            }
        }
        return new Spending(entered, Spending.reservations(charge));
    }

    /** The index of the call that closes the answer; -1 if there is none. */
    private static int lastForAnswer(List<ModelCall> calls) {
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (calls.get(i).kind() == ModelCall.Kind.ANSWER) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public List<Sum> sums(ChatbotKey chatbot, LocalDate from, LocalDate to) {
        return lanes.reads()
                .run(
                        Tenancy.of(chatbot),
                        tx -> rows.sums(tx, chatbot.org(), chatbot.chatbot(), from, to));
    }

    @Override
    public List<Sum> sums(String org, LocalDate from, LocalDate to) {
        return lanes.reads()
                .run(Tenancy.of(org), tx -> rows.sums(tx, org, LedgerRows.ALL_CHATBOTS, from, to));
    }

    @Override
    public SortedMap<String, List<Sum>> sums(LocalDate from, LocalDate to) {
        return lanes.reads().run(Tenancy.SUMS_OF_ALL, tx -> sumsOfAll(tx, from, to));
    }

    private SortedMap<String, List<Sum>> sumsOfAll(
            DbTransaction transaction, LocalDate from, LocalDate to) {
        SortedMap<String, List<Sum>> all = new TreeMap<>();
        Optional<String> org = rows.organisationAfter(transaction, "");
        while (org.isPresent()) {
            List<Sum> sums = rows.sums(transaction, org.get(), LedgerRows.ALL_CHATBOTS, from, to);
            if (!sums.isEmpty()) {
                all.put(org.get(), sums);
            }
            org = rows.organisationAfter(transaction, org.get());
        }
        return all;
    }

    @Override
    public void entries(ChatbotKey chatbot, Instant from, Instant to, Consumer<Entry> out) {
        LedgerRows.Place after = LedgerRows.Place.before(from);
        List<LedgerRows.Found> step;
        do {
            LedgerRows.Place place = after;
            step =
                    lanes.reads()
                            .run(
                                    Tenancy.of(chatbot),
                                    tx -> rows.after(tx, chatbot, place, to, STEP));
            for (LedgerRows.Found found : step) {
                out.accept(found.entry());
                after = found.place();
            }
        } while (step.size() == STEP);
    }
}
