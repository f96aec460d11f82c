package io.zaaky.app.admin;

import io.zaaky.spi.Problem;
import java.util.List;

/** What came of reading the configuration again. */
public sealed interface Reloaded {
    /** All of it was taken over. */
    record TakenOver(Changes changes) implements Reloaded {}

    /** Nothing was taken over. */
    record Refused(List<Problem> problems) implements Reloaded {}

    /** The server stops. */
    record TooLate() implements Reloaded {}
}
