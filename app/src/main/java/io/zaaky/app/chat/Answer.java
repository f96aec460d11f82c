package io.zaaky.app.chat;

import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.MessageState;
import io.zaaky.spi.Source;
import io.zaaky.spi.Usage;
import java.util.List;

/**
 * A finished answer: the content of the {@code complete} event.
 *
 * @param sessionId empty for a signed visitor's
 * @param finish never {@code RUNNING}, {@code INCOMPLETE} or {@code FAILED}
 * @param provider the provider that answered; empty if no model was asked
 * @param saved false if the store failed after the answer was made
 */
public record Answer(
        String content,
        List<Source> sources,
        ContextQuality contextQuality,
        Usage usage,
        String sessionId,
        String messageId,
        MessageState finish,
        String provider,
        String model,
        boolean saved) {}
