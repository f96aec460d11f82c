/** Sentence embeddings inside the process: no service, no key, weights on the class path. */
@NullMarked
package io.zaaky.embedding.onnx;

import org.jspecify.annotations.NullMarked;
