/**
 * Answers a question: from the visitor's words to the last token, including search, prompt,
 * fallbacks, budgets and the stored conversation. Read {@link io.zaaky.app.chat.Chatbot} first: its
 * method {@code answer} shows all steps in order.
 */
@NullMarked
package io.zaaky.app.chat;

import org.jspecify.annotations.NullMarked;
