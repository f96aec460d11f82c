@NullMarked
package io.zaaky.app.eval;

import org.jspecify.annotations.NullMarked;
