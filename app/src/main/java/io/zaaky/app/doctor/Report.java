package io.zaaky.app.doctor;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zaaky.app.doctor.Finding.Status;
import java.util.Collection;
import java.util.List;

/** Findings for people and for programs. The report never contains a secret. */
public final class Report {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SHORTEST_SECRET = 4;

    private final List<Finding> findings;

    /**
     * @param secrets hidden wherever they occur
     */
    public Report(List<Finding> findings, Collection<String> secrets) {
        List<String> hidden =
                secrets.stream().filter(secret -> secret.length() >= SHORTEST_SECRET).toList();
        this.findings =
                findings.stream()
                        .map(
                                each ->
                                        new Finding(
                                                each.status(),
                                                each.check(),
                                                hide(each.seen(), hidden),
                                                hide(each.change(), hidden)))
                        .toList();
    }

    private static String hide(String text, List<String> secrets) {
        String hidden = text.replaceAll("\\s+", " ").strip();
        for (String secret : secrets) {
            hidden = hidden.replace(secret, "***");
        }
        return hidden;
    }

    public boolean hasFailed() {
        return findings.stream().anyMatch(each -> each.status() == Status.FAIL);
    }

    /** One line for each finding. */
    public String text() {
        var text = new StringBuilder();
        for (Finding each : findings) {
            text.append(each.status().word())
                    .append(" ".repeat(5 - each.status().word().length()))
                    .append(each.check())
                    .append(": ")
                    .append(each.seen());
            if (!each.change().isEmpty()) {
                text.append(" -> ").append(each.change());
            }
            text.append('\n');
        }
        return text.toString();
    }

    public String json() {
        ObjectNode root = JSON.createObjectNode();
        root.put("ok", !hasFailed());
        var all = root.putArray("checks");
        for (Finding each : findings) {
            all.addObject()
                    .put("check", each.check())
                    .put("status", each.status().word())
                    .put("seen", each.seen())
                    .put("change", each.change());
        }
        return root.toPrettyString() + "\n";
    }
}
