@NullMarked
package io.zaaky.app.admin;

import org.jspecify.annotations.NullMarked;
