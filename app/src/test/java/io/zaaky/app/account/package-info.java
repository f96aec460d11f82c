/** Whether what is on record agrees with itself. */
@NullMarked
package io.zaaky.app.account;

import org.jspecify.annotations.NullMarked;
