package io.zaaky.app.eval;

/** A chatbot's search, wherever that chatbot runs. Its creator closes it. */
public interface Searched extends AutoCloseable {
    /** {@code ORG/CHATBOT}. */
    String name();

    /**
     * Returns the first passages for a question, however good they are.
     *
     * @param most the maximum number, 1 to 100
     * @throws EvalProblem if there is no result
     */
    Found search(String question, int most) throws EvalProblem;

    /**
     * Returns the passages that an answer to it would be offered, as many as the chatbot's settings
     * say.
     *
     * @throws EvalProblem if there is no result
     */
    Found search(String question) throws EvalProblem;

    @Override
    void close();
}
