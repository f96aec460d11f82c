@NullMarked
package io.zaaky.app.gaps;

import org.jspecify.annotations.NullMarked;
