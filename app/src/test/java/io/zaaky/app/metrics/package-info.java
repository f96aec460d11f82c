@NullMarked
package io.zaaky.app.metrics;

import org.jspecify.annotations.NullMarked;
