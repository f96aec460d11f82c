package io.zaaky.app.chat;

import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.Passage;
import java.util.List;

/**
 * What an answer may rest on.
 *
 * @param question self-contained
 * @param passages best first
 * @param documents whether the chatbot has documents at all
 * @param smallTalk whether the question is a greeting or thanks
 */
record Grounding(
        String question,
        List<Passage> passages,
        ContextQuality quality,
        boolean documents,
        boolean smallTalk) {

    static Grounding without(String question, boolean documents, boolean smallTalk, String reason) {
        var quality = new ContextQuality(ContextQuality.Verdict.NONE, 0, 0, List.of(reason));
        return new Grounding(question, List.of(), quality, documents, smallTalk);
    }
}
