package io.zaaky.app.eval;

/** Says in a sentence for the operator why there is no report. */
public final class EvalProblem extends Exception {
    private static final long serialVersionUID = 1;

    EvalProblem(String message) {
        super(message);
    }
}
