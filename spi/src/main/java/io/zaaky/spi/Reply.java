package io.zaaky.spi;

/**
 * How a streamed answer ended.
 *
 * @param finish why the model stopped
 * @param usage the tokens that the answer used
 */
public record Reply(FinishReason finish, Usage usage) {}
