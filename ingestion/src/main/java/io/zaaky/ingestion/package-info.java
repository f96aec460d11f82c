/**
 * Turns files and pages into {@link io.zaaky.spi.Document documents}: {@link
 * io.zaaky.ingestion.DocumentReader} reads and splits one, and a {@link
 * io.zaaky.ingestion.DocumentSource} such as {@link io.zaaky.ingestion.PathSource} keeps track of
 * many.
 *
 * <p>Content is untrusted: reading terminates for any input, and the only exception is {@link
 * io.zaaky.ingestion.UnreadableDocumentException}.
 */
@NullMarked
package io.zaaky.ingestion;

import org.jspecify.annotations.NullMarked;
