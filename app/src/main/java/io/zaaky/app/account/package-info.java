/** Whether what a server has on record of its answers agrees with itself. */
@NullMarked
package io.zaaky.app.account;

import org.jspecify.annotations.NullMarked;
