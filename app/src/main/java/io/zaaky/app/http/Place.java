package io.zaaky.app.http;

/** A place among the questions that are currently looked up. Closing it again does nothing. */
interface Place extends AutoCloseable {
    /** For a question that needs no place. */
    Place NONE = () -> {};

    @Override
    void close();
}
