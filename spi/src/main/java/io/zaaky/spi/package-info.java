/**
 * The service provider interface for plugin authors.
 *
 * <p>A plugin is a jar with a {@link java.util.ServiceLoader} entry for one of the four provider
 * kinds: {@link ChatModelProvider}, {@link EmbeddingModelProvider}, {@link RetrieverProvider} and
 * {@link ConversationStoreProvider}. YAML names a provider by its {@link PluginProvider#type()
 * type}; a provider that no YAML file names is not used. Two providers of the same kind and type
 * prevent the server from starting.
 *
 * <p>The life cycle of a component: {@link PluginProvider#create create} reads and checks its
 * {@link Settings} and does no I/O. {@link Component#check()} is called by health checks. Many
 * virtual threads call the component at once. {@link Component#close()} is called after the last
 * call has returned.
 *
 * <p>Every call blocks the calling thread, which may be interrupted. Every failure is a {@link
 * PluginException} with a {@link Reason}; its message is for operators and never reaches a visitor.
 * Every key contains its tenant ({@link ChatbotKey}), and every query of every backend must be
 * limited to that tenant.
 */
@NullMarked
package io.zaaky.spi;

import org.jspecify.annotations.NullMarked;
