package io.zaaky.e2e;

import io.zaaky.testkit.StubScript;
import io.zaaky.testkit.StubUpstream;

/** A provider whose first call, Zaaky's check at its start, is told apart from the questions. */
final class StubModel {
    private StubModel() {}

    /** Answers the check, and each question by the script. */
    static StubUpstream answering(StubScript script) {
        var models = StubUpstream.openAi().json(_ -> "{\"data\":[{\"id\":\"stub\"}]}");
        return StubUpstream.start(models, script);
    }

    /** Waits until the check is over, so that it can't take what a question waits for. */
    static void awaitChecked(StubUpstream model) {
        model.call(0).awaitClosed();
    }
}
