package io.zaaky.spi;

/**
 * One message of a prompt.
 *
 * @param role who speaks
 * @param text what is said; not empty
 */
public record PromptMessage(Role role, String text) {}
