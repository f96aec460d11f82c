package io.zaaky.app.config;

import io.zaaky.spi.Settings;

/**
 * How many messages are allowed.
 *
 * @param perMinute {@link #ANY} if there is no limit
 * @param perDay {@link #ANY} if there is no limit
 */
public record MessageRate(int perMinute, int perDay) {
    public static final int ANY = Integer.MAX_VALUE;

    /** No limit unless the keys are present. */
    static MessageRate optional(Settings in, String perMinute, String perDay) {
        return new MessageRate(in.integer(perMinute, ANY, 1, ANY), in.integer(perDay, ANY, 1, ANY));
    }

    public boolean isLimited() {
        return perMinute < ANY || perDay < ANY;
    }
}
