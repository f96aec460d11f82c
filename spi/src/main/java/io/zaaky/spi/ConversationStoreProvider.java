package io.zaaky.spi;

/**
 * Makes a conversation store. Registered in {@code
 * META-INF/services/io.zaaky.spi.ConversationStoreProvider}.
 */
public interface ConversationStoreProvider extends PluginProvider<ConversationStore> {}
