/** YAML in, checked records out. The only place for the server's own defaults. */
@NullMarked
package io.zaaky.app.config;

import org.jspecify.annotations.NullMarked;
