package io.zaaky.spi;

/**
 * How a streamed answer ended.
 *
 * @param finish why the model stopped
 * @param usage tokens that were spent
 */
public record Reply(FinishReason finish, Usage usage) {}
