/**
 * Small SQLite files in the data directory, such as {@code uploads.db} and {@code admin.db}. Read
 * {@link io.zaaky.app.sqlite.SqliteFile} first: it runs everything on one thread per file.
 */
@NullMarked
package io.zaaky.app.sqlite;

import org.jspecify.annotations.NullMarked;
