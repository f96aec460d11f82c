package io.zaaky.spi;

/** What a text is embedded for; some models need a prefix for one of the two. */
public enum Purpose {
    QUERY,
    PASSAGE
}
