package io.zaaky.app.knowledge;

import io.zaaky.app.config.QuotaSettings;
import java.util.Map;
import java.util.function.Function;

/**
 * What the organisations may keep of uploads and pages together. Uploads are counted by {@link
 * UploadStore}, on whose one thread everything is checked that adds to either, so that nothing
 * passes between a look and a change. Safe to call from many threads.
 */
final class Quotas {
    private static final long KIB = 1024;

    private final Function<String, Kept> pages;
    private volatile Map<String, QuotaSettings> limits = Map.of();

    /**
     * @param pages what an organisation keeps of pages at the moment
     */
    Quotas(Function<String, Kept> pages) {
        this.pages = pages;
    }

    /** From now on these hold, by organisation. What is kept already stays. */
    void limit(Map<String, QuotaSettings> next) {
        limits = Map.copyOf(next);
    }

    boolean isLimited(String organisation) {
        return limits.containsKey(organisation);
    }

    /** What the organisation keeps of pages. */
    Kept pages(String organisation) {
        return pages.apply(organisation);
    }

    /**
     * Refuses what makes an organisation keep more than it may. What makes it keep less is taken,
     * also where it has too much already.
     *
     * @param before what it keeps in all
     * @param after what it would keep
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

    /** In the largest unit that leaves no remainder. */
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
