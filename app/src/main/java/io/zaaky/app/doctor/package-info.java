/** What an installation needs, looked at piece by piece. */
@NullMarked
package io.zaaky.app.doctor;

import org.jspecify.annotations.NullMarked;
