package io.zaaky.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Somebody's website on an origin of its own, and what was asked of it. */
final class Site implements AutoCloseable {

    private record Page(String html, String csp) {}

    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final FakeHttp http = new FakeHttp(this::route);

    Site() throws IOException {}

    String origin() {
        return http.origin();
    }

    /** What was asked, without the icon that browsers look for by themselves. */
    List<String> requests() {
        return http.calls().stream()
                .map(HttpCall::target)
                .filter(target -> !target.equals("/favicon.ico"))
                .toList();
    }

    List<HttpCall> calls() {
        return http.calls();
    }

    /** Serves a page, with a Content-Security-Policy unless that is empty; answers its address. */
    String page(String path, String html, String csp) {
        pages.put(path, new Page(html, csp));
        return origin() + path;
    }

    private void route(HttpCall call) throws IOException {
        Page page = pages.get(call.path());
        if (page == null) {
            call.respond(
                    call.path().equals("/favicon.ico") ? 204 : 404, "text/plain", "", new byte[0]);
            return;
        }
        String csp = page.csp().isEmpty() ? "" : "Content-Security-Policy: " + page.csp() + "\r\n";
        call.respond(200, FakeChat.typeOf(call.path()), csp, page.html().getBytes(UTF_8));
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
