package io.zaaky.app.account;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules for an answer and the calls that were made for it. */
final class Check {
    /** Outcomes with which an answer may name no model although one was called. */
    private static final Set<String> WITHOUT_MODEL = Set.of("failed", "left", "stopped");

    private Check() {}

    static String place(Answer answer) {
        return "conversation " + answer.conversation() + ", answer " + answer.id();
    }

    /** The contradictions between an answer that has ended and its calls. */
    static List<Hole> answer(Answer answer, List<Call> calls) {
        List<String> wrong = new ArrayList<>();
        if (!answer.outcome().equals(answer.expectedOutcome())) {
            wrong.add(
                    "its outcome is "
                            + answer.outcome()
                            + ", but its state "
                            + answer.state()
                            + " means "
                            + answer.expectedOutcome());
        }
        Optional<Call> last = last(calls);
        if (last.isPresent()) {
            compare(answer, last.get(), wrong);
        } else if (answer.namesModel()) {
            wrong.add(
                    "it was made by "
                            + answer.provider()
                            + " "
                            + answer.model()
                            + ", but the ledger has no call for it");
        }
        return wrong.stream().map(what -> new Hole(place(answer), what)).toList();
    }

    /** The call that closed the answer; the calls come in the order in which they were made. */
    static Optional<Call> last(List<Call> calls) {
        return calls.stream().filter(Call::isAnswer).reduce((_, later) -> later);
    }

    private static void compare(Answer answer, Call last, List<String> wrong) {
        if (!answer.namesModel() && !WITHOUT_MODEL.contains(answer.outcome())) {
            wrong.add("it names no model, but the ledger has a call of " + last.provider());
            return;
        }
        if (!answer.outcome().equals(last.outcome())) {
            wrong.add(
                    "its outcome is "
                            + answer.outcome()
                            + ", but that of its last call in the ledger "
                            + last.outcome());
        }
        if (!answer.namesModel()) {
            return;
        }
        if (!answer.provider().equals(last.provider()) || !answer.model().equals(last.model())) {
            wrong.add(
                    "it was made by "
                            + answer.provider()
                            + " "
                            + answer.model()
                            + ", but its last call in the ledger is of "
                            + last.provider()
                            + " "
                            + last.model());
        }
        if (areComparable(answer, last) && !answer.spent().equals(last.spent())) {
            wrong.add(
                    "it has used "
                            + answer.spent()
                            + " tokens, but the ledger says "
                            + last.spent());
        }
    }

    /** A provider's count may differ from the estimate that the ledger used instead. */
    private static boolean areComparable(Answer answer, Call last) {
        return answer.spent().estimated() == last.spent().estimated();
    }

    /** The contradictions among the calls of one answer. */
    static List<Hole> calls(String place, List<Call> calls) {
        List<Hole> holes = new ArrayList<>();
        var seen = new HashSet<Call>();
        for (Call call : calls) {
            if (!seen.add(call)) {
                holes.add(new Hole(place, "the ledger has the same call twice, of " + call.at()));
            }
        }
        long ended = seen.stream().filter(call -> call.isAnswer() && !call.failed()).count();
        if (ended > 1) {
            holes.add(new Hole(place, "the ledger has " + ended + " calls that ended it"));
        }
        return holes;
    }
}
