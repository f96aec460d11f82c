package io.zaaky.app.http;

/** A place among the questions that are looked up at this time. Closing it again does nothing. */
interface Place extends AutoCloseable {
    /** For a question that needs none. */
    Place NONE = () -> {};

    @Override
    void close();
}
