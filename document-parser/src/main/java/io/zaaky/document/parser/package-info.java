/**
 * Reads documents of formats that are no plain text: a program of its own, {@link
 * io.zaaky.document.parser.Worker}, so that whatever a document does to its reader ends with a
 * process that can be killed.
 */
@NullMarked
package io.zaaky.document.parser;

import org.jspecify.annotations.NullMarked;
