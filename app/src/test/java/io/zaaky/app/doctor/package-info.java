/** What an installation needs. */
@NullMarked
package io.zaaky.app.doctor;

import org.jspecify.annotations.NullMarked;
