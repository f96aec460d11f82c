package io.zaaky.app.doctor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * A check.
 *
 * @param look may block, and is abandoned when its time is over
 * @param late the finding in that case
 */
public record Check(String name, Callable<List<Finding>> look, Function<Duration, Finding> late) {

    /** A check whose silence is a failure. */
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
