package io.zaaky.app.chat;

import io.zaaky.app.chat.BudgetAlerts.Account;
import io.zaaky.app.config.ChatbotSettings;
import io.zaaky.spi.Budgets;
import io.zaaky.spi.Budgets.Day;
import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reservation;
import io.zaaky.spi.StoredMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What the models of one chatbot may still spend today. Before a question is accepted, the most
 * that its answer can cost is reserved from the chatbot's and the organisation's budget in one
 * step: the estimated prompt and the longest answer, for each model that may be asked. Safe to call
 * from many threads.
 */
final class Budget {
    private static final Logger LOG = System.getLogger(Budget.class.getName());

    private final ChatbotSettings settings;
    private final Budgets budgets;
    private final List<ChatModel> models;
    private final Costs costs;
    private final ChatMeters meters;
    private final BudgetAlerts alerts;
    private final Clock clock;
    private final Coalescing looks;

    /** Estimates how many tokens a question's prompts may have. */
    interface Costs {
        /** The tokens of the answer's prompt. */
        int prompt(ChatModel model, String asked, List<StoredMessage> history);

        /** The tokens of the prompt that rewrites a follow-up; 0 if it is not rewritten. */
        int rewriting(ChatModel model, String asked, List<StoredMessage> history);
    }

    /**
     * @param models in the order in which they are asked
     * @param background updates the meters; it may drop that
     */
    Budget(
            ChatbotSettings settings,
            Budgets budgets,
            List<ChatModel> models,
            Costs costs,
            Chatbot.Shared shared,
            Executor background) {
        this.settings = settings;
        this.budgets = budgets;
        this.models = List.copyOf(models);
        this.costs = costs;
        this.meters = shared.meters();
        this.alerts = shared.budgetAlerts();
        this.clock = shared.clock();
        this.looks = new Coalescing(background, this::look);
    }

    /** Whether there is a budget, and a model that it applies to. */
    boolean isLimited() {
        return hasLimit() && models.stream().anyMatch(model -> !model.isFree());
    }

    private boolean hasLimit() {
        return settings.budget().isLimited() || settings.organisation().budget().isLimited();
    }

    /**
     * Reserves what an answer may cost.
     *
     * @param history the messages before the question; read only if needed
     * @return empty if the budget does not cover it, and no model is free
     */
    Optional<Allowance> allow(String asked, Supplier<List<StoredMessage>> history) {
        if (!isLimited()) {
            return Optional.of(Allowance.UNLIMITED);
        }
        try {
            List<StoredMessage> before = history.get();
            Map<ChatModel, Integer> prompts = new LinkedHashMap<>();
            long tokens = 0;
            for (ChatModel model : models) {
                if (!model.isFree()) {
                    int prompt = costs.prompt(model, asked, before);
                    int rewriting = costs.rewriting(model, asked, before);
                    prompts.put(model, prompt);
                    tokens += (long) prompt + model.maxTokens();
                    tokens += rewriting == 0 ? 0 : (long) rewriting + model.maxTokens();
                }
            }
            Optional<Reservation> reservation = reserve(tokens, "a question");
            return reservation
                    .map(held -> Allowance.of(this, held, prompts))
                    .or(() -> hasFree() ? Optional.of(Allowance.FREE) : Optional.empty());
        } catch (PluginException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}: the budget could not be asked: {1}",
                    settings.key(),
                    e.getMessage());
            return Optional.of(Allowance.UNKNOWN);
        }
    }

    private boolean hasFree() {
        return models.stream().anyMatch(ChatModel::isFree);
    }

    /**
     * Reserves tokens.
     *
     * @param what the tokens are for, for the log
     * @return empty if too few are left
     */
    Optional<Reservation> reserve(long tokens, String what) {
        Optional<Reservation> reservation =
                budgets.reserve(
                        new Budgets.Request(
                                settings.key(),
                                clock.instant(),
                                tokens,
                                settings.budget().tokensPerDay(),
                                settings.organisation().budget().tokensPerDay()));
        changed();
        if (reservation.isEmpty()) {
            LOG.log(
                    Level.DEBUG,
                    "{0}: {1} tokens for {2} do not fit the budget",
                    settings.key(),
                    tokens,
                    what);
        }
        return reservation;
    }

    /**
     * Gives tokens back.
     *
     * @throws PluginException if the store is unavailable; the reservation then expires by itself
     */
    void release(Reservation reservation) {
        budgets.release(reservation);
    }

    Duration untilNextDay() {
        Instant now = clock.instant();
        return Duration.between(now, now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
    }

    /** Triggers an update of the meters, and a warning to operators if one is due. */
    void changed() {
        if (hasLimit()) {
            looks.changed();
        }
    }

    private void look() {
        try {
            read();
        } catch (PluginException e) {
            LOG.log(
                    Level.DEBUG,
                    "{0}: where the budget stands is not known: {1}",
                    settings.key(),
                    e.getMessage());
        }
    }

    private void read() {
        Instant now = clock.instant();
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        ChatbotKey key = settings.key();
        tell(
                key.org(),
                key.chatbot(),
                settings.budget().tokensPerDay(),
                settings.budget().alertAt(),
                today,
                () -> budgets.day(key, today));
        tell(
                key.org(),
                "",
                settings.organisation().budget().tokensPerDay(),
                settings.organisation().budget().alertAt(),
                today,
                () -> budgets.day(key.org(), today));
    }

    private void tell(
            String org,
            String chatbot,
            OptionalLong limit,
            int alertAt,
            LocalDate today,
            Supplier<Day> day) {
        if (limit.isPresent()) {
            Day stands = day.get();
            long most = limit.getAsLong();
            meters.budget(org, chatbot, most, stands.spent(), stands.reserved());
            alerts.look(new Account(org, chatbot), most, alertAt, today, stands);
        }
    }
}
