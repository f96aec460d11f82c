package io.zaaky.spi;

import java.time.Instant;

/**
 * An indexed document without its text.
 *
 * @param id its id within the chatbot
 * @param title its title
 * @param url where a visitor can read it; empty if nowhere
 * @param hash the {@link Document#hash()} with which it was indexed
 * @param chunks how many parts it has
 * @param characters the total length of its parts
 * @param updatedAt when it was last indexed
 */
public record DocumentInfo(
        String id,
        String title,
        String url,
        String hash,
        int chunks,
        long characters,
        Instant updatedAt) {}
