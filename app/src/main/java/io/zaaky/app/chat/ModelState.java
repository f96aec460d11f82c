package io.zaaky.app.chat;

/**
 * The state of one of a chatbot's models.
 *
 * @param away whether it is currently not asked because its calls failed
 */
public record ModelState(String provider, String model, boolean away) {}
