@NullMarked
package io.zaaky.embedding.onnx;

import org.jspecify.annotations.NullMarked;
