package io.zaaky.app.http;

import io.zaaky.app.chat.Chatbots;
import io.zaaky.app.chat.Ids;
import io.zaaky.app.chat.RunningAnswers;
import io.zaaky.app.config.ServerSettings;
import io.zaaky.app.knowledge.KnowledgeSyncs;

/**
 * What the public routes share.
 *
 * @param turns of administrators
 */
public record HttpServices(
        ServerSettings server,
        Chatbots chatbots,
        KnowledgeSyncs knowledge,
        AdminTurns turns,
        RunningAnswers running,
        RateLimits limits,
        ClientAddress addresses,
        StreamTicker ticker,
        LiveAnswers answers,
        Ids ids,
        HttpMeters meters) {

    public HttpServices(
            ServerSettings server,
            Chatbots chatbots,
            KnowledgeSyncs knowledge,
            RunningAnswers running,
            StreamTicker ticker,
            Ids ids,
            HttpMeters meters) {
        this(
                server,
                chatbots,
                knowledge,
                new AdminTurns(),
                running,
                new RateLimits(),
                new ClientAddress(server.trustedProxies()),
                ticker,
                new LiveAnswers(ticker),
                ids,
                meters);
    }

    /** The same with other settings of the server. */
    HttpServices with(ServerSettings settings) {
        return new HttpServices(
                settings,
                chatbots,
                knowledge,
                turns,
                running,
                limits,
                new ClientAddress(settings.trustedProxies()),
                ticker,
                answers,
                ids,
                meters);
    }
}
