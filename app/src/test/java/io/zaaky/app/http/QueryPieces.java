package io.zaaky.app.http;

import java.util.List;

/** Texts that are more than texts for SQL, LIKE, Lucene, JSONPath, document databases or paths. */
final class QueryPieces {
    static final List<String> ALL =
            List.of(
                    "' OR '1'='1",
                    "' OR 1=1--",
                    "x') OR ('1'='1",
                    "x' UNION SELECT content FROM messages--",
                    "'; DELETE FROM messages; --",
                    "%",
                    "_",
                    "%%%",
                    "*",
                    "*:*",
                    "+*:* -org:acme",
                    "tenant:zeta OR org:zeta",
                    "quokk* OR wom?ats OR numb~2",
                    "[* TO *]",
                    "/.*/",
                    "\"",
                    "\\",
                    "$.x') OR 1=1--",
                    "$..*",
                    "{\"$ne\":1}",
                    "tenant_id",
                    "org_id",
                    "__proto__",
                    "../../../zeta/chatbots/vault",
                    "..%2f..%2fzeta",
                    "${jndi:ldap://127.0.0.1/x}",
                    "{{7*7}}",
                    "a\u0000b");

    private QueryPieces() {}
}
