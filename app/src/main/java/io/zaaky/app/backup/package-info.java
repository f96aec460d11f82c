/**
 * Backs up the data that cannot be made again, and restores it. Read {@link
 * io.zaaky.app.backup.Backup} and {@link io.zaaky.app.backup.Restore} first; {@link
 * io.zaaky.app.backup.Manifest} describes the content of a backup file.
 */
@NullMarked
package io.zaaky.app.backup;

import org.jspecify.annotations.NullMarked;
