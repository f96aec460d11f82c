package io.zaaky.spi;

/**
 * Creates an embedding model. Registered in {@code
 * META-INF/services/io.zaaky.spi.EmbeddingModelProvider}.
 */
public interface EmbeddingModelProvider extends PluginProvider<EmbeddingModel> {}
