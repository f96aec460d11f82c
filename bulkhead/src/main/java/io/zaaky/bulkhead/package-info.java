/** Distributes shared resources, so that no organisation can take them all. */
@NullMarked
package io.zaaky.bulkhead;

import org.jspecify.annotations.NullMarked;
