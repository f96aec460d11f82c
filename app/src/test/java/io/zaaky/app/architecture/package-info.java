@NullMarked
package io.zaaky.app.architecture;

import org.jspecify.annotations.NullMarked;
