package io.zaaky.spi;

/**
 * Makes a retriever, often a {@link DocumentIndex}. Registered in {@code
 * META-INF/services/io.zaaky.spi.RetrieverProvider}.
 */
public interface RetrieverProvider extends PluginProvider<Retriever> {}
