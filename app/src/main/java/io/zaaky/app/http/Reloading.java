package io.zaaky.app.http;

import io.zaaky.app.admin.Actor;
import io.zaaky.app.admin.Reloaded;

/** Reads the configuration again. */
public interface Reloading {
    /** Applies the whole configuration or nothing. Waits for a reload that is under way. */
    Reloaded reload(Actor by);
}
