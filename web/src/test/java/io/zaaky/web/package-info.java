/** The widget and the demo page in a real browser, against a fake server that speaks the API. */
@NullMarked
package io.zaaky.web;

import org.jspecify.annotations.NullMarked;
