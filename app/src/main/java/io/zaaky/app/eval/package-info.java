/**
 * Measures how well a chatbot's search finds what its editors expect. Read {@link
 * io.zaaky.app.eval.Evaluation} first, then {@link io.zaaky.app.eval.Measured}, which computes the
 * figures of one question.
 */
@NullMarked
package io.zaaky.app.eval;

import org.jspecify.annotations.NullMarked;
