/** HTTP in and out: admission, event streams, problems. */
@NullMarked
package io.zaaky.app.http;

import org.jspecify.annotations.NullMarked;
