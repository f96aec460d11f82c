/** One question's way: from the visitor's words to the last token. */
@NullMarked
package io.zaaky.app.chat;

import org.jspecify.annotations.NullMarked;
