/** Tests of the fakes themselves. */
@NullMarked
package io.zaaky.testkit;

import org.jspecify.annotations.NullMarked;
