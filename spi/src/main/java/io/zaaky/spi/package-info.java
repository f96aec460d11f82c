/**
 * What a plugin author reads.
 *
 * <p>A plugin is a jar with a {@link java.util.ServiceLoader} entry for one of the four provider
 * kinds: {@link ChatModelProvider}, {@link EmbeddingModelProvider}, {@link RetrieverProvider} and
 * {@link ConversationStoreProvider}. YAML names a provider by its {@link PluginProvider#type()
 * type}; a jar that no YAML names does nothing. Two providers of one kind and type stop the start.
 *
 * <p>The life of a component: {@link PluginProvider#create create} reads and checks its {@link
 * Settings} and does no I/O; {@link Component#check()} feeds health; the component serves from many
 * virtual threads at once; {@link Component#close()} comes after its last call has returned.
 *
 * <p>Every call blocks its caller, who may be interrupted. Every failure is a {@link
 * PluginException} with a {@link Reason}; its message is for operators and never reaches a visitor.
 * Every key carries its tenant ({@link ChatbotKey}), and each query of each backend must be bound
 * to it.
 */
@NullMarked
package io.zaaky.spi;

import org.jspecify.annotations.NullMarked;
