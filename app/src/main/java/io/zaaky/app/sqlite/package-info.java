/** Small SQLite files of the data directory. */
@NullMarked
package io.zaaky.app.sqlite;

import org.jspecify.annotations.NullMarked;
