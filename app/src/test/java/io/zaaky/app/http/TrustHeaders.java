package io.zaaky.app.http;

import java.util.List;

/** Headers that some servers take for a sign that a request comes from within. */
final class TrustHeaders {
    static final List<String> ALL =
            List.of(
                    "X-Request-From: internal",
                    "X-Internal: true",
                    "X-Internal-Request: 1",
                    "X-Forwarded-User: admin",
                    "X-Forwarded-Email: admin@example.org",
                    "X-Forwarded-For: 127.0.0.1",
                    "X-Forwarded-Host: localhost",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Prefix: /admin",
                    "X-Forwarded-Server: localhost",
                    "X-Forwarded-Access-Token: zk_x",
                    "X-Real-IP: 127.0.0.1",
                    "X-Client-IP: 127.0.0.1",
                    "X-Originating-IP: 127.0.0.1",
                    "X-Remote-IP: 127.0.0.1",
                    "X-Remote-Addr: 127.0.0.1",
                    "X-Remote-User: admin",
                    "X-Cluster-Client-IP: 127.0.0.1",
                    "X-Original-URL: /api/public/chatbots/acme/bot",
                    "X-Rewrite-URL: /api/public/chatbots/acme/bot",
                    "X-Original-Method: GET",
                    "X-Original-Host: localhost",
                    "X-Custom-IP-Authorization: 127.0.0.1",
                    "X-HTTP-Method-Override: GET",
                    "X-HTTP-Method: GET",
                    "X-Method-Override: GET",
                    "X-Org-Id: acme",
                    "X-Organisation: acme",
                    "X-Tenant-Id: acme",
                    "X-User-Id: 1",
                    "X-User: admin",
                    "X-Role: owner",
                    "X-Admin: true",
                    "X-Authenticated: true",
                    "X-Authenticated-User: admin",
                    "X-Auth-Request-User: admin",
                    "X-Api-Key: zk_x",
                    "X-Auth-Token: zk_x",
                    "X-Middleware-Subrequest: middleware",
                    "Forwarded: for=127.0.0.1;host=localhost",
                    "True-Client-IP: 127.0.0.1",
                    "CF-Connecting-IP: 127.0.0.1",
                    "Proxy-Authorization: Basic YWRtaW46YWRtaW4=",
                    "SSL-Client-Verify: SUCCESS");

    private TrustHeaders() {}
}
