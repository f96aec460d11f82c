package io.zaaky.app.http;

import io.zaaky.app.admin.Actor;
import io.zaaky.app.admin.Reloaded;

/** Reads the configuration again. */
public interface Reloading {
    /** Takes all of it over, or nothing. Waits for one that is under way. */
    Reloaded reload(Actor by);
}
