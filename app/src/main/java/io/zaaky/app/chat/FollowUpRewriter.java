package io.zaaky.app.chat;

import io.zaaky.spi.ChatModel;
import io.zaaky.spi.ModelCall;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Prompt;
import io.zaaky.spi.PromptMessage;
import io.zaaky.spi.Reason;
import io.zaaky.spi.Role;
import io.zaaky.spi.StoredMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets the model rewrite a follow-up as a self-contained question. Falls back to rules if the model
 * fails or takes too long.
 */
final class FollowUpRewriter {
    private static final Logger LOG = System.getLogger(FollowUpRewriter.class.getName());
    private static final int MOST_CHARACTERS = 500;
    private static final int MOST_MESSAGES = 6;
    private static final int MOST_OF_A_MESSAGE = 600;
    private static final String INSTRUCTIONS =
            "Rewrite the visitor's last message as one question that can be understood without the"
                    + " conversation. Keep its language. Answer with the question only.";

    private final ModelChain models;
    private final Duration limit;
    private final ExecutorService threads;

    /**
     * @param limit the time after which the model's call is closed and the rules are used
     * @param threads one virtual thread per task
     */
    FollowUpRewriter(ModelChain models, Duration limit, ExecutorService threads) {
        this.models = models;
        this.limit = limit;
        this.threads = threads;
    }

    QueryEnhancer.Plan plan(Question question, List<StoredMessage> history, Expenses expenses) {
        QueryEnhancer.Plan rules = QueryEnhancer.plan(question.text(), history);
        if (history.isEmpty() || rules.queries().size() == 1) {
            return rules;
        }
        Future<String> running = threads.submit(() -> rewrite(question, history, expenses));
        try {
            return plan(running.get(limit.toNanos(), TimeUnit.NANOSECONDS), question, rules);
        } catch (TimeoutException e) {
            return instead(rules, question, "it took more than " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            return instead(rules, question, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(Reason.CANCELLED, "cancelled while rewriting", e);
        } finally {
            running.cancel(true);
        }
    }

    /** The most tokens that the prompt can have; 0 if there is nothing to rewrite. */
    static int foreseen(ChatModel model, String question, List<StoredMessage> history) {
        return history.isEmpty() ? 0 : PromptBuilder.cost(model, prompt(question, history));
    }

    private static QueryEnhancer.Plan instead(
            QueryEnhancer.Plan rules, Question question, String why) {
        LOG.log(
                Level.WARNING,
                "request {0}: the follow-up could not be rewritten, rules are used: {1}",
                question.requestId(),
                why);
        return rules;
    }

    private String rewrite(Question question, List<StoredMessage> history, Expenses expenses) {
        var rewritten = new StringBuilder();
        var _ =
                models.stream(
                        expenses.allowance()::permits,
                        model -> prompt(question.text(), history),
                        listener(rewritten),
                        expenses.book(ModelCall.Kind.REWRITE),
                        question.requestId());
        return rewritten.toString().strip();
    }

    private static QueryEnhancer.Plan plan(
            String query, Question question, QueryEnhancer.Plan rules) {
        if (query.isEmpty() || query.length() > MOST_CHARACTERS) {
            return rules;
        }
        return new QueryEnhancer.Plan(query, List.of(query, question.text()));
    }

    private static ModelChain.Listener listener(StringBuilder text) {
        return new ModelChain.Listener() {
            @Override
            public void from(String provider) {
                text.setLength(0);
            }

            @Override
            public void accept(String piece) {
                text.append(piece);
            }

            @Override
            public String said() {
                return text.toString();
            }
        };
    }

    private static Prompt prompt(String question, List<StoredMessage> history) {
        var text = new StringBuilder();
        for (StoredMessage message :
                history.subList(Math.max(0, history.size() - MOST_MESSAGES), history.size())) {
            text.append(message.role() == Role.USER ? "Visitor: " : "Assistant: ")
                    .append(PromptText.line(start(message.content())))
                    .append('\n');
        }
        text.append("Visitor: ").append(PromptText.line(question));
        return new Prompt(
                List.of(
                        new PromptMessage(Role.SYSTEM, INSTRUCTIONS),
                        new PromptMessage(Role.USER, text.toString())),
                question,
                List.of(),
                false);
    }

    private static String start(String content) {
        return content.length() <= MOST_OF_A_MESSAGE
                ? content
                : content.substring(0, MOST_OF_A_MESSAGE) + "…";
    }
}
