@NullMarked
package io.zaaky.retrieval.lucene;

import org.jspecify.annotations.NullMarked;
