package io.zaaky.app.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.common.uri.UriEncoding;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.ErrorCode;
import io.zaaky.app.knowledge.ChatbotDocuments;
import io.zaaky.app.knowledge.DocumentState;
import io.zaaky.app.knowledge.QuotaExceededException;
import io.zaaky.app.knowledge.Upload;
import io.zaaky.bulkhead.Bulkhead.Permit;
import io.zaaky.ingestion.DocumentIds;
import io.zaaky.ingestion.Given;
import io.zaaky.ingestion.MediaKind;
import io.zaaky.ingestion.WebAddress;
import io.zaaky.ingestion.web.AddressRules;
import io.zaaky.ingestion.web.PageReader;
import io.zaaky.ingestion.web.WebUrl;
import io.zaaky.spi.PluginException;
import io.zaaky.spi.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A chatbot's documents, for administrators: below {@code
 * /api/orgs/ORG/chatbots/CHATBOT/documents}. A document is durable before its request is answered.
 */
final class DocumentRoutes {
    /** The most bytes that a multipart form adds to its files. */
    static final long FORM_BYTES = 1 << 20;

    private static final HeaderName TITLE = HeaderNames.create("X-Title");
    private static final HeaderName SOURCE_URL = HeaderNames.create("X-Source-Url");
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    /** How long an upload waits to be indexed; after that its state is pending. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String QUOTA = "quota"; // the limit's name in metrics
    private static final Duration UNTIL_DELETED = Duration.ofHours(1);
    private static final Duration UNTIL_ROOM = Duration.ofMinutes(1);
    private static final String BELOW = "/documents/";
    private static final int PARTS_BEFORE_ID = 7; // counts the empty part before the first slash

    private DocumentRoutes() {}

    /** {@code GET …/documents}. */
    static void list(Exchange exchange) {
        ChatbotDocuments documents = documents(exchange);
        String after = exchange.query("after").orElse("");
        int limit = PageLimit.of(exchange);
        List<DocumentState> found = asked(() -> documents.list(after, limit + 1));
        exchange.json(DocumentPayloads.page(found, limit));
    }

    /** {@code GET …/documents/ID}. */
    static void get(Exchange exchange) {
        ChatbotDocuments documents = documents(exchange);
        String id = id(exchange);
        exchange.json(
                DocumentPayloads.document(
                        asked(() -> documents.find(id)).orElseThrow(DocumentRoutes::unknown)));
    }

    /** {@code DELETE …/documents/ID}. */
    static void delete(Exchange exchange) {
        ChatbotDocuments documents = documents(exchange);
        String id = id(exchange);
        checkOwner(documents, id);
        if (!asked(() -> documents.delete(id))) {
            throw unknown();
        }
        changed(exchange, "document.delete", List.of(id));
        exchange.noStore();
        exchange.response().status(Status.NO_CONTENT_204).send();
    }

    /** {@code PUT …/documents/ID}. */
    static void put(Exchange exchange) {
        ChatbotDocuments documents = documents(exchange);
        String id = id(exchange);
        Given given = given(exchange);
        MediaKind kind = kind(exchange, exchange.header(HeaderNames.CONTENT_TYPE).orElse(""), id);
        long most = exchange.services().server().maxUploadSize();
        Arrived arrived =
                arriving(
                        exchange,
                        documents,
                        most,
                        content -> arrive(documents, new Upload(id, "", kind, given, content)));
        changed(exchange, "document.upload", List.of(id));
        DocumentState state = kept(() -> documents.await(id, arrived.version(), PATIENCE));
        exchange.response().status(arrived.known() ? Status.OK_200 : Status.CREATED_201);
        exchange.json(DocumentPayloads.document(state));
    }

    /**
     * @param known whether a document with that id existed before
     */
    private record Arrived(boolean known, long version) {}

    private static Arrived arrive(ChatbotDocuments documents, Upload upload) {
        checkOwner(documents, upload.id());
        boolean known = asked(() -> documents.find(upload.id())).isPresent();
        return new Arrived(known, kept(() -> documents.arrive(upload)));
    }

    /** {@code POST …/documents}: a form's files, or the address of a page. */
    static void submit(Exchange exchange) {
        ChatbotDocuments documents = documents(exchange);
        String type = exchange.header(HeaderNames.CONTENT_TYPE).orElse("");
        List<String> ids = new ArrayList<>();
        String job =
                Form.isForm(type)
                        ? files(exchange, documents, ids)
                        : page(exchange, documents, ids);
        changed(exchange, "document.upload", ids);
        exchange.response().status(Status.ACCEPTED_202);
        exchange.json(DocumentPayloads.accepted(job, ids));
    }

    /** Records documents that came together as one entry. */
    private static void changed(Exchange exchange, String action, List<String> ids) {
        String chatbot = exchange.held().getFirst().key().chatbot();
        String others = ids.size() > 1 ? " and " + (ids.size() - 1) + " more" : "";
        exchange.audit(action, chatbot + BELOW + ids.getFirst() + others);
    }

    private static String files(Exchange exchange, ChatbotDocuments documents, List<String> ids) {
        String type = exchange.header(HeaderNames.CONTENT_TYPE).orElse("");
        long most = exchange.services().server().maxUploadSize();
        return arriving(
                exchange,
                documents,
                most + FORM_BYTES,
                content -> {
                    List<Upload> uploads = Form.files(content, type, most);
                    if (uploads.isEmpty()) {
                        throw Refusal.field("file", "The form holds no file.");
                    }
                    return submit(documents, uploads, ids);
                });
    }

    private static String submit(
            ChatbotDocuments documents, List<Upload> uploads, List<String> ids) {
        uploads.forEach(upload -> checkOwner(documents, upload.id()));
        uploads.forEach(upload -> ids.add(upload.id()));
        return kept(() -> documents.submit(uploads));
    }

    private static String page(Exchange exchange, ChatbotDocuments documents, List<String> ids) {
        checkDisk(exchange, documents);
        Upload page = page(exchange, Json.object(exchange.body()));
        try {
            return submit(documents, List.of(page), ids);
        } catch (QuotaExceededException e) {
            throw overQuota(exchange, e);
        }
    }

    private static Upload page(Exchange exchange, ObjectNode body) {
        String address = ChatRequest.required(body, "url");
        try {
            WebUrl url = WebUrl.parse(address);
            Chatbot chatbot = exchange.held().getFirst();
            new AddressRules(chatbot.settings().knowledge().allow())
                    .refusal(url)
                    .ifPresent(
                            why -> {
                                throw Refusal.field("url", why);
                            });
            return Upload.ofPage(PageReader.id(url), url.toString());
        } catch (IllegalArgumentException e) {
            throw Refusal.field("url", "It " + e.getMessage() + ".");
        }
    }

    /** {@code GET …/jobs/JOB}. */
    static void job(Exchange exchange) {
        ChatbotDocuments documents = documents(exchange);
        String id = exchange.request().path().pathParameters().get("job");
        exchange.json(
                DocumentPayloads.job(
                        asked(() -> documents.job(id))
                                .orElseThrow(
                                        () ->
                                                new Refusal(
                                                        ApiError.NOT_FOUND,
                                                        "There is no such job."))));
    }

    private static ChatbotDocuments documents(Exchange exchange) {
        Chatbot chatbot = AdminRoutes.chatbot(exchange);
        return exchange.services()
                .knowledge()
                .documents(chatbot.key())
                .orElseThrow(
                        () ->
                                exchange.refuse(
                                        ApiError.CONFLICT,
                                        "The retriever of this chatbot takes no documents."));
    }

    private static String id(Exchange exchange) {
        String path = exchange.request().prologue().uriPath().rawPathNoParams();
        // taken from the raw path: the router treats a//b as a/b
        String id = UriEncoding.decodeUri(path.substring(start(path)));
        if (!DocumentIds.isId(id)) {
            throw exchange.refuse(
                    Refusal.field(
                            "id",
                            "An id has 1 to 200 of the characters A-Z a-z 0-9 . _ ~ / - and no"
                                    + " empty part, . or .. in it."));
        }
        return id;
    }

    /** Where a document's id begins: after {@code /api/orgs/ORG/chatbots/CHATBOT/documents/}. */
    private static int start(String path) {
        int slash = 0;
        for (int i = 1; i < PARTS_BEFORE_ID; i++) {
            slash = path.indexOf('/', slash + 1);
        }
        return slash + 1;
    }

    private static Refusal unknown() {
        return new Refusal(ApiError.NOT_FOUND, "There is no such document.");
    }

    private static void checkOwner(ChatbotDocuments documents, String id) {
        asked(() -> documents.otherOwner(id))
                .ifPresent(
                        owner -> {
                            throw new Refusal(
                                    ApiError.CONFLICT,
                                    id + " comes from " + owner + "; change it there.");
                        });
    }

    private static Given given(Exchange exchange) {
        String url = exchange.header(SOURCE_URL).orElse("");
        if (!url.isEmpty() && WebAddress.orEmpty(url).isEmpty()) {
            throw exchange.refuse(
                    Refusal.field(
                            "X-Source-Url", "X-Source-Url must be an http or https address."));
        }
        String type = exchange.header(HeaderNames.CONTENT_TYPE).orElse("");
        return new Given(title(exchange), url, MediaKind.charsetOf(type));
    }

    /** The server reads headers as ASCII, so other letters arrive percent-encoded in UTF-8. */
    private static String title(Exchange exchange) {
        String sent = exchange.header(TITLE).orElse("");
        String title;
        try {
            title = UriEncoding.decodeUri(sent);
        } catch (IllegalArgumentException e) {
            title = sent; // it contains a literal %
        }
        if (title.indexOf('\ufffd') >= 0) {
            throw exchange.refuse(
                    Refusal.field(
                            "X-Title",
                            "X-Title must be ASCII; other letters are percent-encoded in UTF-8."));
        }
        return title;
    }

    /**
     * The kind that the client declares or, failing that, the name implies; the content decides in
     * the end.
     */
    private static MediaKind kind(Exchange exchange, String type, String name) {
        return kind(type, name)
                .orElseThrow(
                        () ->
                                exchange.refuse(
                                        ApiError.UNSUPPORTED_MEDIA_TYPE,
                                        "Documents of this Content-Type can't be read."));
    }

    static Optional<MediaKind> kind(String type, String name) {
        return type.isBlank() || type.startsWith(UNKNOWN_TYPE)
                ? MediaKind.ofFileName(name)
                : MediaKind.ofContentType(type);
    }

    /**
     * Reads a body and processes it when the organisation gets a turn. None of it stays in memory
     * afterwards.
     */
    private static <T> T arriving(
            Exchange exchange, ChatbotDocuments documents, long most, Function<byte[], T> done) {
        Chatbot chatbot = exchange.held().getFirst();
        checkDisk(exchange, documents);
        try (Permit _ =
                exchange.services()
                        .turns()
                        .upload(chatbot)
                        .orElseThrow(
                                () ->
                                        exchange.refuse(
                                                AdminTurns.overloaded(
                                                        "Too many uploads arrive at this"
                                                                + " moment.")))) {
            slowDown(documents.pause());
            byte[] content = exchange.upload(most);
            exchange.checkKey(); // the upload may have taken long
            return done.apply(content);
        } catch (QuotaExceededException e) {
            throw overQuota(exchange, e);
        }
    }

    private static Refusal overQuota(Exchange exchange, QuotaExceededException e) {
        exchange.services().meters().rateLimited(exchange.held().getFirst().key(), QUOTA);
        return Refusal.later(
                ApiError.QUOTA_EXCEEDED, String.valueOf(e.getMessage()), UNTIL_DELETED);
    }

    private static void checkDisk(Exchange exchange, ChatbotDocuments documents) {
        if (!documents.isOpen()) {
            throw exchange.refuse(
                    Refusal.later(
                            ApiError.OVERLOADED,
                            "The server's disk is nearly full. Documents are taken again when there"
                                    + " is room.",
                            UNTIL_ROOM));
        }
    }

    private static void slowDown(Duration pause) {
        kept(
                () -> {
                    Thread.sleep(pause);
                    return pause;
                });
    }

    private interface Asked<T> {
        T get() throws InterruptedException;
    }

    /** Queries the index and the upload store. */
    private static <T> T asked(Asked<T> question) {
        return asked(ErrorCode.RETRIEVAL_UNAVAILABLE, question);
    }

    /** Stores an upload. */
    private static <T> T kept(Asked<T> question) {
        return asked(ErrorCode.STORAGE_UNAVAILABLE, question);
    }

    private static <T> T asked(ErrorCode otherwise, Asked<T> question) {
        try {
            return question.get();
        } catch (PluginException e) {
            throw new Unreachable(otherwise, e);
        } catch (InterruptedException e) { // only a put waits
            Thread.currentThread().interrupt();
            throw new Unreachable(
                    ErrorCode.SHUTTING_DOWN,
                    new PluginException(Reason.CANCELLED, "interrupted", e));
        }
    }
}
