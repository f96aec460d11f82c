package io.zaaky.app.admin;

import io.zaaky.spi.Problem;
import java.util.List;

/** The result of reading the configuration again. */
public sealed interface Reloaded {
    /** All of it was applied. */
    record TakenOver(Changes changes) implements Reloaded {}

    /** Nothing was applied. */
    record Refused(List<Problem> problems) implements Reloaded {}

    /** The server stops. */
    record TooLate() implements Reloaded {}
}
