package io.zaaky.app.http;

import io.zaaky.app.chat.ErrorCode;
import io.zaaky.spi.PluginException;

/** What a call needs can't be reached. Leaves the route at its one catch. */
final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ErrorCode code;

    Unreachable(ErrorCode code, PluginException cause) {
        super(cause.getMessage(), cause);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }
}
