package io.zaaky.app.plugin;

import org.jspecify.annotations.Nullable;

/** The installed plugins cannot be used as they are. The message says which and what to do. */
public final class PluginProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    PluginProblem(String message) {
        this(message, null);
    }

    PluginProblem(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
