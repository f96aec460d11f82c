/** Keeps each chatbot's index equal to its documents. */
@NullMarked
package io.zaaky.app.knowledge;

import org.jspecify.annotations.NullMarked;
