@NullMarked
package io.zaaky.app.smalltalk;

import org.jspecify.annotations.NullMarked;
