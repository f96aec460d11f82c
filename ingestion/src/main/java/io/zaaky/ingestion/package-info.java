/**
 * From a file or a page to a {@link io.zaaky.spi.Document}: {@link
 * io.zaaky.ingestion.DocumentReader} reads and splits one, a {@link
 * io.zaaky.ingestion.DocumentSource} such as {@link io.zaaky.ingestion.PathSource} follows many.
 *
 * <p>Content is untrusted: whatever the bytes are, reading ends, and the only exception is {@link
 * io.zaaky.ingestion.UnreadableDocumentException}.
 */
@NullMarked
package io.zaaky.ingestion;

import org.jspecify.annotations.NullMarked;
