package io.zaaky.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.Lookup;
import io.zaaky.spi.Source;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetadataJsonTest {
    private final MetadataJson json = new MetadataJson();

    @Test
    void fieldsOfANewerVersionAreIgnoredAndThoseOfAnOlderOneMayBeMissing() {
        assertEquals(
                List.of(new Source(1, "a.md", "A", "", "", 0, false)),
                json.sources("[{\"n\":1,\"id\":\"a.md\",\"title\":\"A\",\"colour\":{\"x\":[1]}}]"));
        assertEquals(
                Optional.of(
                        new Lookup(
                                List.of("q"),
                                List.of(new Lookup.Hit("a.md", 0, 0, "")),
                                ContextQuality.Verdict.NONE)),
                json.lookup("{\"queries\":[\"q\"],\"hits\":[{\"documentId\":\"a.md\",\"x\":1}]}"));
        assertEquals(
                new ContextQuality(ContextQuality.Verdict.NONE, 0.5, 0, List.of()),
                json.quality("{\"verdict\":\"EXCELLENT\",\"score\":0.5}"));
    }

    @Test
    void whatIsNoJsonCostsTheMetadataNotTheConversation() {
        for (String broken : List.of("", "[{", "null", "7", "\"text\"", "{}")) {
            assertEquals(List.of(), json.sources(broken), broken);
            assertEquals(ContextQuality.NONE, json.quality(broken), broken);
            if (!broken.equals("{}")) {
                assertEquals(Optional.empty(), json.lookup(broken), broken);
            }
        }
    }
}
