package io.zaaky.app.http;

import io.zaaky.app.RunningServer;
import io.zaaky.app.http.OpenApiDocument.Answer;
import io.zaaky.app.http.OpenApiDocument.Operation;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How each documented status is had. */
final class OpenApiCalls {
    private static final String BOUNDARY = "a-boundary";
    private static final String SESSION = OpenApiServers.SESSION;
    private static final String JSON = "application/json";

    private final OpenApiServers servers;
    private final String message; // of an answer in SESSION
    private final String members; // of an answer to a signed visitor
    private final String held; // of an answer under way in SESSION
    private final String job;
    private final String conversation; // of SESSION
    private final Map<String, CompletableFuture<Answer>> unavailable = new TreeMap<>();
    private final Answer homeless; // asked for before the strict server has had enough

    OpenApiCalls(OpenApiServers servers) {
        this.servers = servers;
        homeless = send(new Call("GET", "/"), servers.strict());
        message = ask("acme/bot");
        held = servers.held();
        members = askAsMember();
        job =
                RunningServer.json(
                                send(submit("mine.txt", OpenApiServers.OWNER), servers.server())
                                        .body())
                        .path("job")
                        .asText();
        conversation = newestConversation();
        Call pause =
                new Call("POST", "/api/orgs/acme/chatbots/resting/pause")
                        .with("Authorization", "Bearer " + OpenApiServers.OWNER);
        var _ = send(pause, servers.server());
    }

    private String ask(String chatbot) {
        return servers.server()
                .lastEvent(chatbot, OpenApiServers.QUESTION, SESSION)
                .path("message_id")
                .asText();
    }

    private String newestConversation() {
        Call list =
                new Call("GET", "/api/orgs/acme/chatbots/bot/conversations?limit=1")
                        .with("Authorization", "Bearer " + OpenApiServers.OWNER);
        return RunningServer.json(send(list, servers.server()).body())
                .at("/conversations/0/id")
                .asText();
    }

    private String askAsMember() {
        Call call =
                new Call("POST", "/api/public/chat")
                        .body(JSON, RunningServer.body("acme/members", "Hello", ""))
                        .with(Tokens.NAME, Tokens.of("ann", "acme/members"));
        return RunningServer.json(send(call, servers.server()).body()).path("message_id").asText();
    }

    /** A request; each method returns a changed copy. */
    private record Call(
            String method, String path, Map<String, String> headers, String type, String body) {
        Call(String method, String path) {
            this(method, path, Map.of(), "", "");
        }

        Call with(String name, String value) {
            Map<String, String> more = new TreeMap<>(headers);
            more.put(name, value);
            return new Call(method, path, more, type, body);
        }

        Call without(String name) {
            Map<String, String> less = new TreeMap<>(headers);
            less.remove(name);
            return new Call(method, path, less, type, body);
        }

        Call at(String newPath) {
            return new Call(method, newPath, headers, type, body);
        }

        Call body(String newType, String newBody) {
            return new Call(method, path, headers, newType, newBody);
        }

        /** The same about another chatbot of the organisation. */
        Call about(String chatbot) {
            return new Call(
                    method,
                    path.replace("acme/bot", "acme/" + chatbot)
                            .replace("/chatbots/bot", "/chatbots/" + chatbot),
                    headers,
                    type,
                    body.replace("acme/bot", "acme/" + chatbot));
        }
    }

    private static Answer send(Call call, RunningServer server) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri(call.path()))
                        .method(
                                call.method(),
                                call.body().isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(call.body()));
        call.headers().forEach(request::header);
        if (!call.type().isEmpty()) {
            request.header("Content-Type", call.type());
        }
        HttpResponse<String> response = server.send(request.build());
        return new Answer(response.statusCode(), response.headers().map(), response.body());
    }

    /** By a plain socket, as no client sends such headers. */
    private static Answer raw(Call call, RunningServer server, String host, String more) {
        var text = new StringBuilder(call.method() + " " + call.path() + " HTTP/1.1\r\nHost: ");
        text.append(host).append("\r\nConnection: close\r\n").append(more);
        call.headers().forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
        try (var visitor = RawVisitor.of(server.port())) {
            visitor.send(text + "\r\n");
            String answer = visitor.readToEnd();
            int end = answer.indexOf("\r\n\r\n");
            String[] lines = answer.substring(0, end).split("\r\n", -1);
            Map<String, List<String>> headers = new TreeMap<>();
            for (String line : lines) {
                String[] parts = line.split(": ", 2);
                headers.put(parts[0].toLowerCase(Locale.ROOT), List.of(parts[parts.length - 1]));
            }
            int status = Integer.parseInt(lines[0].split(" ", 3)[1]);
            return new Answer(status, headers, answer.substring(end + 4));
        }
    }

    private static Call submit(String file, String key) {
        String form =
                "--%s\r\nContent-Disposition: form-data; name=\"files\"; filename=\"%s\"\r\n\r\nA word.\r\n--%s--\r\n"
                        .formatted(BOUNDARY, file, BOUNDARY);
        return new Call("POST", "/api/orgs/acme/chatbots/bot/documents")
                .body("multipart/form-data; boundary=" + BOUNDARY, form)
                .with("Authorization", "Bearer " + key);
    }

    /** One that is answered as it should be. */
    private Call good(Operation operation) {
        String path =
                operation
                        .path()
                        .replace("{org}", "acme")
                        .replace("{chatbot}", "bot")
                        .replace("{id}", "mine.txt")
                        .replace("{job}", job)
                        .replace("{conversation}", conversation)
                        .replace("{message}", message)
                        .replace("/widget/{file}", "/widget/main.js")
                        .replace("/demo/{file}", "/demo/demo.css");
        var call = new Call(operation.method(), path);
        if (operation.isForAdministrators()) {
            boolean platform = operation.path().startsWith("/api/platform");
            String key = platform ? OpenApiServers.PLATFORM : OpenApiServers.OWNER;
            call = call.with("Authorization", "Bearer " + key);
        }
        String answer = "{\"message_id\":\"%s\",\"session_id\":\"%s\"".formatted(message, SESSION);
        return switch (operation.id()) {
            case "streamAnswer", "chunkAnswer", "answer" ->
                    call.body(
                            JSON, RunningServer.body("acme/bot", OpenApiServers.QUESTION, SESSION));
            case "streamAnswerToEventSource" ->
                    call.at(path + "?message=Hello&chatbot_id=acme/bot&session_id=" + SESSION);
            case "history", "forget" ->
                    call.at(path + "?chatbot_id=acme/bot").with("X-Session-Id", SESSION);
            case "stopAnswer" -> call.body(JSON, answer + "}");
            case "rate" -> call.body(JSON, answer + ",\"rating\":\"up\"}");
            case "search" -> call.body(JSON, "{\"query\":\"fees\"}");
            case "submit" -> submit("more.txt", OpenApiServers.OWNER);
            case "put" -> call.body("text/plain", "A word.");
            default -> call;
        };
    }

    /**
     * Asks all at once what cannot be had because a database is away: each such call waits for the
     * database for long.
     */
    void begin(List<Operation> operations) {
        for (Operation each : operations) {
            if (each.statuses().contains("503")) {
                unavailable.put(
                        each.id(),
                        CompletableFuture.supplyAsync(
                                () -> provoke(each, 503), Thread::startVirtualThread));
            }
        }
    }

    /** The answer of that status, or what came instead. */
    Answer had(Operation operation, int status) {
        return status == 503
                ? Objects.requireNonNull(unavailable.get(operation.id())).join()
                : provoke(operation, status);
    }

    private Answer provoke(Operation operation, int status) {
        Call call = good(operation);
        Supplier<Answer> special = special(call, operation.id(), status);
        if (special != null) {
            return special.get();
        }
        Call wrong =
                switch (status) {
                    case 401 -> unknown(operation, call);
                    case 403 ->
                            operation.isForAdministrators()
                                    ? call.with("Authorization", "Bearer " + OpenApiServers.VIEWER)
                                    : call.with("Origin", "https://evil.example");
                    case 404 -> call.about("nobody");
                    case 409 -> call.about("held");
                    case 413 -> call.body(JSON, "{\"x\":\"" + "x".repeat(70_000) + "\"}");
                    case 415 -> call.body("image/png", call.body());
                    case 422 -> invalid(operation, call);
                    case 503 -> call.about("resting");
                    default -> call;
                };
        if (status == 400) {
            return operation.takesJson() && !operation.id().equals("submit")
                    ? send(call.body(JSON, "{"), servers.server())
                    : raw(call.body("", ""), servers.server(), "localhost", ": x\r\n");
        }
        if (status == 503 && !asks(call)) {
            return send(call, servers.away());
        }
        return status == 429 ? tooOften(operation, call) : send(wrong, servers.server());
    }

    private static boolean asks(Call call) {
        return call.body().contains("chatbot_id") || call.path().contains("message=");
    }

    private static Call unknown(Operation operation, Call call) {
        return operation.isForAdministrators()
                ? call.without("Authorization")
                : call.about("members").with(Tokens.NAME, "rubbish");
    }

    private static Call invalid(Operation operation, Call call) {
        if (operation.takesJson()) {
            return call.body(JSON, "{}");
        }
        return switch (operation.id()) {
            case "history", "forget", "streamAnswerToEventSource" -> call.at(operation.path());
            case "document", "put", "delete" -> call.at(call.path().replace("mine.txt", "a%20b"));
            default -> call.at(call.path() + "?from=yesterday&limit=0");
        };
    }

    private Answer tooOften(Operation operation, Call call) {
        RunningServer strict = servers.strict();
        Call often =
                operation.isForAdministrators()
                        ? call.with("Authorization", "Bearer zk_wrong")
                        : call;
        Answer answer = send(often, strict);
        for (int i = 0;
                i < 200 && answer.status() != 429;
                i++) { // a hundred files may come at once
            answer = send(often, strict);
        }
        return answer;
    }

    /** What has to be done for one operation alone; null where the usual will do. */
    private @Nullable Supplier<Answer> special(Call call, String id, int status) {
        RunningServer server = servers.server();
        return switch (id + " " + status) {
            case "streamAnswerToEventSource 204" ->
                    () -> send(call.with("Last-Event-ID", "unknown:0"), server);
            case "streamAnswerToEventSource 413" ->
                    () -> send(call.at(call.path().replace("Hello", "x".repeat(5000))), server);
            case "stopAnswer 401", "rate 401" ->
                    () ->
                            send(
                                    call.body(JSON, call.body().replace(message, members))
                                            .with(Tokens.NAME, "rubbish"),
                                    server);
            case "stopAnswer 404", "rate 404" ->
                    () -> send(call.body(JSON, call.body().replace(message, "unknown")), server);
            case "answer 500" -> () -> send(call.about("faulty"), server);
            case "answer 502" -> () -> send(call.about("down"), server);
            case "answer 504" -> () -> send(call.about("slow"), server);
            case "document 404", "delete 404" ->
                    () -> send(call.at(call.path().replace("mine.txt", "none.txt")), server);
            case "job 404" -> () -> send(call.at(call.path().replace(job, "none")), server);
            case "job 503" ->
                    () -> {
                        servers.spoilUploads();
                        return send(call, servers.away());
                    };
            case "replay 404" -> () -> send(call.at(call.path().replace(message, "none")), server);
            case "replay 409" -> () -> send(call.about("held").at(replayOfHeld(call)), server);
            case "put 201" -> () -> send(call.at(call.path().replace("mine", "new")), server);
            case "put 409", "delete 409" ->
                    () -> send(call.at(call.path().replace("mine.txt", "fees.md")), server);
            case "put 413" -> () -> send(call.body("text/plain", "x".repeat(70_000)), server);
            case "submit 409" -> () -> send(submit("fees.md", OpenApiServers.OWNER), server);
            case "submit 400" -> () -> send(call.body(JSON, "{"), server);
            case "reload 422" -> this::reloadWrongly;
            case "widget 304", "widgetModule 304", "demoFile 304", "openapi 304" ->
                    () ->
                            send(
                                    call.with("If-None-Match", send(call, server).header("ETag")),
                                    server);
            case "widgetModule 404", "demoFile 404" ->
                    () -> send(call.at(call.path().replaceFirst("[a-z]+\\.", "nothing.")), server);
            case "demo 403", "home 403" -> () -> raw(call, server, "evil.example", "");
            case "demo 404" -> () -> send(call.at("/demo?chatbot=acme/nobody"), server);
            case "home 404" -> () -> homeless;
            case "delete 204" -> () -> deleteNew(call);
            case "conversation 404", "deleteConversation 404" ->
                    () -> send(call.at(call.path().replace(conversation, "none")), server);
            case "deleteConversation 204" -> () -> deleteNewConversation(call);
            case "forget 204" -> () -> forgetNew(call);
            case "pause 204", "resume 204" -> () -> send(call.about("idle"), server);
            default -> null;
        };
    }

    private String replayOfHeld(Call call) {
        return call.about("held").path().replace(message, held);
    }

    private Answer deleteNew(Call call) {
        Call other = call.at(call.path().replace("mine", "short-lived"));
        var put = new Call("PUT", other.path(), other.headers(), "text/plain", "A word.");
        var _ = send(put, servers.server());
        return send(other, servers.server());
    }

    private Answer deleteNewConversation(Call call) {
        var _ = servers.server().lastEvent("acme/bot", "Hello", "a-session-that-is-soon-forgotten");
        return send(
                call.at(call.path().replace(conversation, newestConversation())), servers.server());
    }

    private Answer forgetNew(Call call) {
        String session = "a-session-that-its-visitor-forgets";
        var _ = servers.server().lastEvent("acme/bot", "Hello", session);
        return send(call.with("X-Session-Id", session), servers.server());
    }

    private Answer reloadWrongly() {
        servers.spoil();
        try {
            return send(
                    new Call("POST", "/api/platform/reload")
                            .with("Authorization", "Bearer " + OpenApiServers.PLATFORM),
                    servers.server());
        } finally {
            servers.mend();
        }
    }
}
