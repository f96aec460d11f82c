package io.zaaky.spi;

/**
 * A passage as a visitor sees it.
 *
 * @param n its number in the answer, from 1
 * @param id the document's id
 * @param title the document's title
 * @param url where to read it; empty if nowhere
 * @param snippet the passage's beginning, up to 300 characters
 * @param score 0 to 1
 * @param cited whether the answer cites it
 */
public record Source(
        int n, String id, String title, String url, String snippet, double score, boolean cited) {}
