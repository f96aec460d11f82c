package io.zaaky.ingestion.web;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What a web source knows, so that a restart need not ask for everything again.
 *
 * @param made of which target, read in which way; pages that were read otherwise are asked for anew
 * @param begun when the last pass began
 * @param ended when the last pass ended; before {@code begun} if it has not
 * @param tried when the last pass was given up
 * @param documents the ids of all documents that came from here and may be in the index
 * @param pages by the address that was asked for
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
