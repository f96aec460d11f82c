package io.zaaky.app.account;

import java.util.List;

/**
 * The findings for one chatbot.
 *
 * @param answers that conversations have
 * @param calls rows of the ledger
 * @param running answers that are under way
 * @param silent answers for which no model was called: refused, or failed before a call
 * @param forgotten answers of the ledger whose conversations were deleted or began earlier: normal
 */
public record Findings(
        List<Hole> holes, int answers, int calls, int running, int silent, int forgotten) {}
