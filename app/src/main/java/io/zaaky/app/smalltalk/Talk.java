package io.zaaky.app.smalltalk;

/**
 * What a message of small talk was taken for.
 *
 * @param intent what it is about
 * @param language its language, a code such as {@code de}; a guess where several share the words
 */
public record Talk(Intent intent, String language) {}
