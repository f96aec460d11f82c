package io.zaaky.app.knowledge;

import io.zaaky.app.config.QuotaSettings;
import java.util.Map;
import java.util.function.Function;

/**
 * What organisations may store of uploads and web pages together. {@link UploadStore} counts the
 * uploads; its single thread checks everything that adds to either, so that nothing changes between
 * a check and a change. Safe to call from many threads.
 */
final class Quotas {
    private static final long KIB = 1024;

    private final Function<String, Kept> pages;
    private volatile Map<String, QuotaSettings> limits = Map.of();

    /**
     * @param pages an organisation's currently stored pages
     */
    Quotas(Function<String, Kept> pages) {
        this.pages = pages;
    }

    /** Sets the limits by organisation. Documents that are already stored stay. */
    void limit(Map<String, QuotaSettings> next) {
        limits = Map.copyOf(next);
    }

    boolean isLimited(String organisation) {
        return limits.containsKey(organisation);
    }

    /** The organisation's stored web pages. */
    Kept pages(String organisation) {
        return pages.apply(organisation);
    }

    /**
     * Refuses a change that makes an organisation store more than it may. A change that makes it
     * store less is allowed, even if it still stores too much.
     *
     * @param before what it stores in total
     * @param after what it would store in total
     */
    void check(String organisation, Kept before, Kept after) {
        QuotaSettings limit = limits.getOrDefault(organisation, QuotaSettings.NONE);
        if (after.documents() > limit.documents() && after.documents() > before.documents()) {
            throw new QuotaExceededException(
                    "The organisation may keep %d documents of uploads and websites, and no more."
                            .formatted(limit.documents()));
        }
        if (after.bytes() > limit.bytes() && after.bytes() > before.bytes()) {
            throw new QuotaExceededException(
                    "The organisation may keep %s of uploads and websites, and with this it would be %s."
                            .formatted(size(limit.bytes()), size(after.bytes())));
        }
    }

    /** Uses the largest unit that leaves no remainder. */
    private static String size(long bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB"};
        int unit = 0;
        long number = bytes;
        while (unit < units.length - 1 && number > 0 && number % KIB == 0) {
            number /= KIB;
            unit++;
        }
        return number + " " + units[unit];
    }
}
