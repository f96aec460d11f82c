/** Tells small talk, which is no matter for the documents, from questions. */
@NullMarked
package io.zaaky.app.smalltalk;

import org.jspecify.annotations.NullMarked;
