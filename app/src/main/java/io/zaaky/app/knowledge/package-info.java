/**
 * Keeps each chatbot's index in sync with its documents: folders, websites and uploads. Read {@link
 * io.zaaky.app.knowledge.KnowledgeSync} first, then {@link io.zaaky.app.knowledge.Follower}, which
 * checks the sources; {@link io.zaaky.app.knowledge.UploadStore} holds the uploads.
 */
@NullMarked
package io.zaaky.app.knowledge;

import org.jspecify.annotations.NullMarked;
