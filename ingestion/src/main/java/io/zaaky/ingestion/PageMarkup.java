package io.zaaky.ingestion;

import java.util.List;
import java.util.Optional;

/**
 * The instructions for robots in the markup of a web page. Addresses are as written in the page,
 * and untrusted.
 *
 * @param robots the contents of the meta elements for all robots or for Zaaky
 * @param canonical the canonical address that the page gives
 * @param base the address that its links are relative to, if not the page's own
 * @param links the links that may be followed, each once, in order
 */
public record PageMarkup(
        List<String> robots,
        Optional<String> canonical,
        Optional<String> base,
        List<String> links) {
    public PageMarkup {
        robots = List.copyOf(robots);
        links = List.copyOf(links);
    }
}
