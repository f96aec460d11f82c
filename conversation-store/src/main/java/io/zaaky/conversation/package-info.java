/**
 * Conversations in SQLite or PostgreSQL.
 *
 * <p>{@link io.zaaky.conversation.JdbcConversationStore} holds what is asked of the database; a
 * {@link io.zaaky.conversation.Lane} decides on which thread and in which transaction it is done.
 */
@NullMarked
package io.zaaky.conversation;

import org.jspecify.annotations.NullMarked;
