package io.zaaky.app.chat;

/**
 * A model of a chatbot.
 *
 * @param away whether it is not asked at the moment, as its calls failed
 */
public record ModelState(String provider, String model, boolean away) {}
