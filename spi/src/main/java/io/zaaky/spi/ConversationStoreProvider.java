package io.zaaky.spi;

/**
 * Creates a conversation store. Registered in {@code
 * META-INF/services/io.zaaky.spi.ConversationStoreProvider}.
 */
public interface ConversationStoreProvider extends PluginProvider<ConversationStore> {}
