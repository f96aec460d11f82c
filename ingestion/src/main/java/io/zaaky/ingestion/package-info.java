/**
 * From a file or a page to a {@link io.zaaky.spi.Document}: {@link
 * io.zaaky.ingestion.DocumentReader} reads and splits one, {@link io.zaaky.ingestion.PathSource}
 * watches a folder of them.
 *
 * <p>Content is untrusted: whatever the bytes are, reading ends, and the only exception is {@link
 * io.zaaky.ingestion.UnreadableDocumentException}.
 */
@NullMarked
package io.zaaky.ingestion;

import org.jspecify.annotations.NullMarked;
