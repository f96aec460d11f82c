/** Gives out what organisations share, so that none of them can take it all. */
@NullMarked
package io.zaaky.bulkhead;

import org.jspecify.annotations.NullMarked;
