@NullMarked
package io.zaaky.retrieval.hybrid;

import org.jspecify.annotations.NullMarked;
