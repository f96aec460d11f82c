package io.zaaky.ingestion.web;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What a web source knows, so that it need not fetch everything again after a restart.
 *
 * @param made the target and the reader's version; pages that were read differently are fetched
 *     again
 * @param begun when the last pass began
 * @param ended when the last completed pass ended; before {@code begun} if the last pass has not
 *     ended
 * @param tried when the last pass was abandoned
 * @param documents the ids of all documents from this source that may be in the index
 * @param pages the pages by requested address
 */
public record SiteMemory(
        String made,
        Instant begun,
        Instant ended,
        Instant tried,
        Set<String> documents,
        Map<String, PageMemory> pages) {

    public static final SiteMemory NOTHING =
            new SiteMemory("", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, Set.of(), Map.of());

    public SiteMemory {
        documents = Set.copyOf(documents);
        pages = Map.copyOf(pages);
    }
}
