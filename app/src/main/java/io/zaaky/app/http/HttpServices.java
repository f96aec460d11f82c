package io.zaaky.app.http;

import io.zaaky.app.chat.Chatbots;
import io.zaaky.app.chat.Ids;
import io.zaaky.app.chat.RunningAnswers;
import io.zaaky.app.config.ServerSettings;
import io.zaaky.app.knowledge.KnowledgeSyncs;
import java.util.List;

/**
 * The services that the public routes share.
 *
 * @param turns for administrators
 * @param capacity for visitors' questions
 */
public record HttpServices(
        ServerSettings server,
        Chatbots chatbots,
        KnowledgeSyncs knowledge,
        AdminTurns turns,
        Capacity capacity,
        RunningAnswers running,
        RateLimits limits,
        WrongKeys wrongKeys,
        ClientAddress addresses,
        PublicHosts hosts,
        KnownOrigins origins,
        StreamTicker ticker,
        LiveAnswers answers,
        KnownRatings ratings,
        Ids ids,
        HttpMeters meters,
        AdminServices admin,
        ProbeRoute.Places probes) {

    public HttpServices(
            ServerSettings server,
            Chatbots chatbots,
            KnowledgeSyncs knowledge,
            RunningAnswers running,
            StreamTicker ticker,
            Ids ids,
            HttpMeters meters,
            AdminServices admin) {
        this(server, chatbots, knowledge, running, new RateLimits(), ticker, ids, meters, admin);
    }

    private HttpServices(
            ServerSettings server,
            Chatbots chatbots,
            KnowledgeSyncs knowledge,
            RunningAnswers running,
            RateLimits limits,
            StreamTicker ticker,
            Ids ids,
            HttpMeters meters,
            AdminServices admin) {
        this(
                server,
                chatbots,
                knowledge,
                new AdminTurns(),
                Capacity.ofThisMachine(),
                running,
                limits,
                new WrongKeys(limits, meters),
                new ClientAddress(server.trustedProxies()),
                hosts(server),
                new KnownOrigins(),
                ticker,
                new LiveAnswers(ticker),
                new KnownRatings(),
                ids,
                meters,
                admin,
                new ProbeRoute.Places());
    }

    /** The same services with other server settings. */
    HttpServices with(ServerSettings settings) {
        return new HttpServices(
                settings,
                chatbots,
                knowledge,
                turns,
                capacity,
                running,
                limits,
                wrongKeys,
                new ClientAddress(settings.trustedProxies()),
                hosts(settings),
                origins,
                ticker,
                answers,
                ratings,
                ids,
                meters,
                admin,
                probes);
    }

    private static PublicHosts hosts(ServerSettings server) {
        return new PublicHosts(
                server.publicHosts(), List.of(server.host(), server.managementHost()));
    }
}
