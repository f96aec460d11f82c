package io.zaaky.app.http;

import io.zaaky.app.chat.ErrorCode;
import io.zaaky.spi.PluginException;
import java.util.function.Supplier;

/** Something that a call needs cannot be reached. The one catch of all routes handles it. */
final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ErrorCode code;

    Unreachable(ErrorCode code, PluginException cause) {
        super(cause.getMessage(), cause);
        this.code = code;
    }

    /**
     * Runs {@code task} and returns its result.
     *
     * @param code what the client is told if a plugin fails
     */
    static <T> T unless(ErrorCode code, Supplier<T> task) {
        try {
            return task.get();
        } catch (PluginException e) {
            throw new Unreachable(code, e);
        }
    }

    ErrorCode code() {
        return code;
    }
}
