/**
 * Finds visitors' questions that the documents do not answer, and groups them by meaning. Read
 * {@link io.zaaky.app.gaps.GapFinder} first.
 */
@NullMarked
package io.zaaky.app.gaps;

import org.jspecify.annotations.NullMarked;
