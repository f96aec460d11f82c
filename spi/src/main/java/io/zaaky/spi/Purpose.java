package io.zaaky.spi;

/** What a text is embedded for; some models want a prefix for one of the two. */
public enum Purpose {
    QUERY,
    PASSAGE
}
