package io.zaaky.app.eval;

import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Grounding;
import io.zaaky.spi.PluginException;

/** The search of a chatbot in this process. */
public final class SearchHere implements Searched {
    private final Chatbot chatbot;

    /**
     * @param chatbot closed by its owner
     */
    public SearchHere(Chatbot chatbot) {
        this.chatbot = chatbot;
    }

    @Override
    public String name() {
        return chatbot.key().toString();
    }

    @Override
    public Found search(String question, int most) throws EvalProblem {
        try {
            Grounding found = chatbot.search(question, most);
            return new Found(
                    found.passages().stream()
                            .map(passage -> new Found.Text(passage.documentId(), passage.text()))
                            .toList(),
                    found.quality().verdict(),
                    found.quality().score());
        } catch (PluginException e) {
            throw new EvalProblem(name() + ": the search failed: " + e.getMessage());
        }
    }

    @Override
    public Found search(String question) throws EvalProblem {
        return search(question, chatbot.settings().topK());
    }

    @Override
    public void close() {}
}
