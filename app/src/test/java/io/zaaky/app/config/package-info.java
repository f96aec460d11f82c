@NullMarked
package io.zaaky.app.config;

import org.jspecify.annotations.NullMarked;
