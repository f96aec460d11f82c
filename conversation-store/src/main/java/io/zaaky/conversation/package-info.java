/**
 * Conversations in SQLite or PostgreSQL.
 *
 * <p>{@link io.zaaky.conversation.JdbcConversationStore} contains the operations on the database; a
 * {@link io.zaaky.conversation.Lane} decides on which thread and in which transaction they run.
 */
@NullMarked
package io.zaaky.conversation;

import org.jspecify.annotations.NullMarked;
