/** A complete plugin for Zaaky, as a third party would write it. */
@NullMarked
package org.example.zaaky;

import org.jspecify.annotations.NullMarked;
