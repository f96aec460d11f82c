package io.zaaky.app.account;

import java.util.List;

/**
 * What was found at one chatbot.
 *
 * @param answers that conversations have
 * @param calls rows of the ledger
 * @param running answers that are under way
 * @param silent answers for which no model was called: refused, or failed before it
 * @param forgotten answers of the ledger whose conversations are not there any more, or began
 *     earlier: normal
 */
public record Findings(
        List<Hole> holes, int answers, int calls, int running, int silent, int forgotten) {}
