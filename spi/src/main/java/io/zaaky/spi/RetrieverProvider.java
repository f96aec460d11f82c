package io.zaaky.spi;

/**
 * Creates a retriever, often a {@link DocumentIndex}. Registered in {@code
 * META-INF/services/io.zaaky.spi.RetrieverProvider}.
 */
public interface RetrieverProvider extends PluginProvider<Retriever> {}
