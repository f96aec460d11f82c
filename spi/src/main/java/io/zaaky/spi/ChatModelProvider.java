package io.zaaky.spi;

/** Creates a chat model. Registered in {@code META-INF/services/io.zaaky.spi.ChatModelProvider}. */
public interface ChatModelProvider extends PluginProvider<ChatModel> {}
