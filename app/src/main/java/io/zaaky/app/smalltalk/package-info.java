/**
 * Distinguishes small talk, which the documents do not cover, from questions: by phrases, by words
 * and by meaning. Read {@link io.zaaky.app.smalltalk.SmallTalk} first; {@code en.txt} has the
 * English examples and describes their format.
 */
@NullMarked
package io.zaaky.app.smalltalk;

import org.jspecify.annotations.NullMarked;
