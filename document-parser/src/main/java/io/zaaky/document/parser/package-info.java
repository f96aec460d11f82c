/**
 * Reads documents. This is a separate program, {@link io.zaaky.document.parser.Worker}, so that any
 * harm that a document does is confined to a process that can be killed.
 */
@NullMarked
package io.zaaky.document.parser;

import org.jspecify.annotations.NullMarked;
