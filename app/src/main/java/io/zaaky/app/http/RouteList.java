package io.zaaky.app.http;

import static io.helidon.http.Method.DELETE;
import static io.helidon.http.Method.GET;
import static io.helidon.http.Method.POST;
import static io.helidon.http.Method.PUT;

import io.helidon.http.Method;
import io.zaaky.app.admin.Right;
import java.util.List;
import java.util.function.Consumer;

/** All calls of the public port, and who may make them. */
final class RouteList {
    static final String CHAT = "/api/public/chat";

    /** The prefix of an organisation's calls; the key check recognises them by it. */
    static final String ORGANISATION = "/api/orgs/{org}";

    private static final String CHATBOT = ORGANISATION + "/chatbots/{chatbot}";
    private static final String DOCUMENTS = CHATBOT + "/documents";
    private static final String DOCUMENT = DOCUMENTS + "/{+id}";
    private static final String CONVERSATIONS = CHATBOT + "/conversations";
    private static final String CONVERSATION = CONVERSATIONS + "/{conversation}";
    private static final String PLATFORM = "/api/platform";

    private RouteList() {}

    static List<Route> of(Pages pages) {
        return List.of(
                Route.open(POST, CHAT + "/stream", StreamRoutes::postStream),
                Route.open(GET, CHAT + "/stream", StreamRoutes::getStream),
                conversation(POST, CHAT + "/stop", ChatRoutes::stop),
                Route.open(POST, CHAT + "/chunked", ChatRoutes::chunked),
                conversation(GET, CHAT + "/history", SessionRoutes::history),
                conversation(DELETE, CHAT + "/history", SessionRoutes::forget),
                Route.open(POST, CHAT, ChatRoutes::plain),
                conversation(POST, "/api/public/feedback", FeedbackRoute::feedback),
                call(GET, "/api/public/chatbots/{org}/{chatbot}", SessionRoutes::chatbot),
                Route.of(Right.READ, GET, ORGANISATION, OrganisationRoutes::organisation),
                Route.of(Right.READ, GET, ORGANISATION + "/usage", UsageRoutes::organisation),
                Route.of(Right.OWN, GET, ORGANISATION + "/audit", AuditRoute::audit),
                Route.of(Right.OWN, POST, CHATBOT + "/pause", PauseRoutes::pause),
                Route.of(Right.OWN, POST, CHATBOT + "/resume", PauseRoutes::resume),
                Route.of(Right.EDIT, POST, CHATBOT + "/search", AdminRoutes::search),
                Route.of(Right.READ, GET, DOCUMENTS, DocumentRoutes::list),
                Route.of(Right.EDIT, POST, DOCUMENTS, DocumentRoutes::submit),
                Route.of(Right.READ, GET, DOCUMENT, DocumentRoutes::get),
                Route.of(Right.EDIT, PUT, DOCUMENT, DocumentRoutes::put),
                Route.of(Right.EDIT, DELETE, DOCUMENT, DocumentRoutes::delete),
                Route.of(Right.READ, GET, CHATBOT + "/jobs/{job}", DocumentRoutes::job),
                Route.of(Right.READ, GET, CHATBOT + "/usage", UsageRoutes::chatbot),
                Route.of(Right.READ, GET, CHATBOT + "/ledger.jsonl", UsageRoutes::ledger),
                Route.of(Right.READ, GET, CHATBOT + "/gaps", GapsRoute::gaps),
                Route.of(Right.READ, GET, CONVERSATIONS, ConversationRoutes::list),
                Route.of(Right.READ, GET, CONVERSATION, ConversationRoutes::get),
                Route.of(Right.EDIT, DELETE, CONVERSATION, ConversationRoutes::delete),
                Route.of(Right.READ, GET, CONVERSATIONS + ".jsonl", ConversationRoutes::export),
                Route.of(
                        Right.EDIT,
                        GET,
                        CHATBOT + "/messages/{message}/replay",
                        ReplayRoute::replay),
                Route.of(Right.PLATFORM, POST, PLATFORM + "/reload", PlatformRoutes::reload),
                Route.of(
                        Right.PLATFORM,
                        GET,
                        PLATFORM + "/organisations",
                        OrganisationRoutes::organisations),
                file("/openapi.json", pages::openApi),
                Route.of(Right.PLATFORM, GET, PLATFORM + "/usage", UsageRoutes::platform),
                file("/chat-widget.js", pages::widget),
                file("/widget/{file}", pages::widgetModule),
                call(GET, "/demo", pages::demo),
                file("/demo/{file}", pages::demoFile),
                call(GET, "/", pages::home));
    }

    private static Route call(Method method, String path, Consumer<Exchange> call) {
        return Route.counted(method, path, RateLimits.CALL, call);
    }

    private static Route conversation(Method method, String path, Consumer<Exchange> call) {
        return Route.counted(method, path, RateLimits.CONVERSATION, call);
    }

    private static Route file(String path, Consumer<Exchange> call) {
        return Route.counted(GET, path, RateLimits.FILE, call);
    }
}
