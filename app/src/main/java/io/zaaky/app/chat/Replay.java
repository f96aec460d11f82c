package io.zaaky.app.chat;

import io.zaaky.app.chat.ReplayedPassage.Change;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.ContextQuality.Verdict;
import io.zaaky.spi.Lookup;
import io.zaaky.spi.Retriever;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An answer's search, as it was then and as it is now.
 *
 * @param then the verdict then; empty if it was not kept
 * @param now what is found today
 * @param passages those found then, in their order, followed by those that are new
 */
public record Replay(
        Transcript.Asked asked,
        Optional<Verdict> then,
        Grounding now,
        List<ReplayedPassage> passages) {

    static Replay of(
            Transcript.Asked asked, Grounding now, ChatbotKey chatbot, Retriever retriever) {
        Optional<Lookup> then = asked.answer().metadata().lookup();
        var comparison = new Comparison(asked.answer(), now.found(), chatbot, retriever);
        return new Replay(
                asked,
                then.map(Lookup::verdict),
                now,
                then.map(lookup -> comparison.with(lookup.hits()))
                        .orElseGet(comparison::withUnknown));
    }

    /** Whether what was found then is known. */
    public boolean isComparable() {
        return then.isPresent();
    }

    /** Whether anything differs; false if that is not known. */
    public boolean isChanged() {
        return isComparable()
                && (!then.equals(Optional.of(now.quality().verdict()))
                        || passages.size() != count(Change.SAME));
    }

    private long count(Change change) {
        return passages.stream().filter(passage -> passage.change() == change).count();
    }

    /** A sentence for people that says what has changed. */
    public String summary() {
        if (!isComparable()) {
            return "This answer was stored before versions were kept, so what is found now can't be"
                    + " compared with what was found then.";
        }
        if (passages.isEmpty()) {
            return "Nothing was found for this question then, and nothing is found now%s."
                    .formatted(verdicts());
        }
        if (!isChanged()) {
            return "Nothing has changed: the same %s found in the same order, and the verdict is %s as then."
                    .formatted(some(passages.size(), "passage is", "passages are"), verdict());
        }
        return "Of %s found then, %s; %s found now that %s not found then%s."
                .formatted(
                        some(passages.size() - count(Change.NEW), "passage", "passages"),
                        fates(),
                        some(count(Change.NEW), "passage is", "passages are"),
                        count(Change.NEW) == 1 ? "was" : "were",
                        verdicts());
    }

    private String fates() {
        return "%d unchanged, %d with another rank or score, %d of a document that has changed, %d gone"
                .formatted(
                        count(Change.SAME),
                        count(Change.MOVED),
                        count(Change.DOCUMENT_CHANGED),
                        count(Change.GONE));
    }

    private String verdicts() {
        String before = then.map(Replay::word).orElse("unknown");
        return before.equals(verdict())
                ? "; the verdict is " + verdict() + " as then"
                : "; the verdict was " + before + " and is " + verdict() + " now";
    }

    private String verdict() {
        return word(now.quality().verdict());
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    private static String some(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
