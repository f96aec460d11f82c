/** Who may administer what, and what they have done. */
@NullMarked
package io.zaaky.app.admin;

import org.jspecify.annotations.NullMarked;
