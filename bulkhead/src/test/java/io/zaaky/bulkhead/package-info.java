@NullMarked
package io.zaaky.bulkhead;

import org.jspecify.annotations.NullMarked;
