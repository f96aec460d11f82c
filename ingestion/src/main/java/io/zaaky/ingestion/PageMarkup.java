package io.zaaky.ingestion;

import java.util.List;
import java.util.Optional;

/**
 * What the markup of a web page says to robots. Addresses are as they stand there, and not trusted.
 *
 * @param robots the contents of the meta elements that are for all robots, or for us
 * @param canonical where it says that it really is
 * @param base what its links are relative to, if not to itself
 * @param links that may be followed, each once, in order
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
