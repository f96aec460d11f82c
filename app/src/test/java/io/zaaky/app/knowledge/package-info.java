@NullMarked
package io.zaaky.app.knowledge;

import org.jspecify.annotations.NullMarked;
