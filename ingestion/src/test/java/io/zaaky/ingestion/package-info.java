@NullMarked
package io.zaaky.ingestion;

import org.jspecify.annotations.NullMarked;
