@NullMarked
package io.zaaky.app;

import org.jspecify.annotations.NullMarked;
