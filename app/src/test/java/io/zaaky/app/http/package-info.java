@NullMarked
package io.zaaky.app.http;

import org.jspecify.annotations.NullMarked;
