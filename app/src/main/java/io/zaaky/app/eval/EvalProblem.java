package io.zaaky.app.eval;

/** Tells the operator in a sentence why there is no report. */
public final class EvalProblem extends Exception {
    private static final long serialVersionUID = 1;

    EvalProblem(String message) {
        super(message);
    }
}
