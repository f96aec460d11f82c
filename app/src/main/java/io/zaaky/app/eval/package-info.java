/** Measures how well a chatbot finds what its editors expect. */
@NullMarked
package io.zaaky.app.eval;

import org.jspecify.annotations.NullMarked;
