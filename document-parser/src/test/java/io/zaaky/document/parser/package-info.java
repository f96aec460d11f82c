@NullMarked
package io.zaaky.document.parser;

import org.jspecify.annotations.NullMarked;
