/** What can't be made again, in one file and back. */
@NullMarked
package io.zaaky.app.backup;

import org.jspecify.annotations.NullMarked;
