package io.zaaky.app.doctor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Something to look at.
 *
 * @param look may block, and be left behind when its time is over
 * @param late what is said then
 */
public record Check(String name, Callable<List<Finding>> look, Function<Duration, Finding> late) {

    /** One whose silence is a failure. */
    public Check(String name, Callable<List<Finding>> look) {
        this(name, look, limit -> silent(name, limit));
    }

    static Finding silent(String name, Duration limit) {
        return Finding.fail(
                name,
                "no answer within " + limit.toSeconds() + " s",
                "find out why it hangs; until then nothing that needs it works");
    }
}
