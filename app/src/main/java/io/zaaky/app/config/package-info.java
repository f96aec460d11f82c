/**
 * Reads YAML into checked records and reports every problem with its file and line. The server's
 * own defaults are defined here and nowhere else. Read {@link io.zaaky.app.config.Configuration}
 * first, then the record of the node in question.
 */
@NullMarked
package io.zaaky.app.config;

import org.jspecify.annotations.NullMarked;
