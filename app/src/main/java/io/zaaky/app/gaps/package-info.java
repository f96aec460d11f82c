/** What visitors ask and the documents do not answer. */
@NullMarked
package io.zaaky.app.gaps;

import org.jspecify.annotations.NullMarked;
