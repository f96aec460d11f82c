@NullMarked
package io.zaaky.app.chat;

import org.jspecify.annotations.NullMarked;
