package io.zaaky.app.http;

import io.zaaky.app.chat.Chatbots;
import io.zaaky.app.chat.Ids;
import io.zaaky.app.chat.RunningAnswers;
import io.zaaky.app.config.ServerSettings;

/** What the public routes share. */
public record HttpServices(
        ServerSettings server,
        Chatbots chatbots,
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
            RunningAnswers running,
            StreamTicker ticker,
            Ids ids,
            HttpMeters meters) {
        this(
                server,
                chatbots,
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
                running,
                limits,
                new ClientAddress(settings.trustedProxies()),
                ticker,
                answers,
                ids,
                meters);
    }
}
