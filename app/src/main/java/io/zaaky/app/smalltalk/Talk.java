package io.zaaky.app.smalltalk;

/**
 * The classification of a small-talk message.
 *
 * @param intent what it is about
 * @param language its language, a code such as {@code de}; a guess if several languages share the
 *     words
 */
public record Talk(Intent intent, String language) {}
