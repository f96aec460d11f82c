package io.zaaky.app.chat;

import io.zaaky.app.smalltalk.Talk;
import io.zaaky.spi.ContextQuality;
import io.zaaky.spi.Lookup;
import io.zaaky.spi.Passage;
import io.zaaky.spi.Signals;
import io.zaaky.spi.Source;
import java.util.BitSet;
import java.util.List;

/**
 * What an answer may rest on.
 *
 * @param question self-contained
 * @param queries what was searched for; empty if nothing was
 * @param selected what a model may be given, best first
 * @param found everything that was found, best first
 * @param documents whether the chatbot has documents at all
 * @param smallTalk whether the question is a greeting, thanks or the like
 * @param reply the reply to small talk if no model can give one; empty for a question
 */
public record Grounding(
        String question,
        List<String> queries,
        List<Selected> selected,
        List<Passage> found,
        ContextQuality quality,
        boolean documents,
        boolean smallTalk,
        String reply) {

    public Grounding(
            String question,
            List<String> queries,
            List<Selected> selected,
            ContextQuality quality,
            boolean documents,
            boolean smallTalk) {
        this(
                question,
                queries,
                selected,
                selected.stream().map(Selected::passage).toList(),
                quality,
                documents,
                smallTalk,
                "");
    }

    static Grounding smallTalk(String said, Talk talk, String reply) {
        var quality =
                new ContextQuality(
                        ContextQuality.Verdict.NONE,
                        0,
                        0,
                        List.of(
                                "Small talk ("
                                        + talk.intent().description()
                                        + ") is no matter for the documents."),
                        Signals.NONE,
                        talk.intent().id());
        return new Grounding(said, List.of(), List.of(), List.of(), quality, true, true, reply);
    }

    static Grounding without(String question, boolean documents, String reason) {
        var quality = new ContextQuality(ContextQuality.Verdict.NONE, 0, 0, List.of(reason));
        return new Grounding(question, List.of(), List.of(), quality, documents, false);
    }

    public Grounding {
        queries = List.copyOf(queries);
        selected = List.copyOf(selected);
        found = List.copyOf(found);
    }

    /** The passages, best first. */
    public List<Passage> passages() {
        return selected.stream().map(Selected::passage).toList();
    }

    /** The passages as a visitor sees them. */
    public List<Source> sources() {
        return Sources.of(passages(), new BitSet());
    }

    Grounding withoutPassages() {
        return new Grounding(
                question, queries, List.of(), found, quality, documents, smallTalk, reply);
    }

    /** The part that is stored with the answer. */
    Lookup lookup() {
        return new Lookup(
                queries,
                found.stream()
                        .map(
                                passage ->
                                        new Lookup.Hit(
                                                passage.documentId(),
                                                passage.chunk(),
                                                passage.score(),
                                                passage.version()))
                        .toList(),
                quality.verdict());
    }
}
