package io.zaaky.app.config;

import io.zaaky.spi.Settings;

/**
 * The {@code quota} node of an organisation: how much it may store of uploads and fetched pages.
 *
 * @param documents {@link Integer#MAX_VALUE} if there is no limit
 * @param bytes {@link Long#MAX_VALUE} if there is no limit
 */
public record QuotaSettings(int documents, long bytes) {
    public static final QuotaSettings NONE = new QuotaSettings(Integer.MAX_VALUE, Long.MAX_VALUE);

    static QuotaSettings from(Settings in) {
        return new QuotaSettings(
                in.integer("documents", NONE.documents, 0, Integer.MAX_VALUE),
                in.size("bytes", NONE.bytes));
    }

    public boolean isLimited() {
        return !equals(NONE);
    }
}
