package io.zaaky.app.chat;

import io.zaaky.app.chat.ReplayedPassage.Change;
import io.zaaky.app.chat.ReplayedPassage.Place;
import io.zaaky.spi.ChatbotKey;
import io.zaaky.spi.DocumentIndex;
import io.zaaky.spi.DocumentInfo;
import io.zaaky.spi.Lookup;
import io.zaaky.spi.Passage;
import io.zaaky.spi.Retriever;
import io.zaaky.spi.Source;
import io.zaaky.spi.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what an answer's search found then with what it finds now. */
record Comparison(
        StoredMessage answer, List<Passage> now, ChatbotKey chatbot, Retriever retriever) {

    List<ReplayedPassage> with(List<Lookup.Hit> then) {
        List<ReplayedPassage> all = new ArrayList<>();
        for (Lookup.Hit hit : then) {
            all.add(known(hit, new Place(all.size() + 1, hit.score(), hit.version())));
        }
        for (Passage passage : now) {
            if (then.stream().noneMatch(hit -> isSame(hit, passage))) {
                all.add(onlyNow(passage, Change.NEW, whyNew(passage)));
            }
        }
        return all;
    }

    /** The passages found now, if what was found then is unknown. */
    List<ReplayedPassage> withUnknown() {
        return now.stream().map(passage -> onlyNow(passage, Change.UNKNOWN, "")).toList();
    }

    private ReplayedPassage known(Lookup.Hit hit, Place then) {
        for (Passage passage : now) {
            if (isSame(hit, passage)) {
                return found(hit, then, place(passage), passage.title());
            }
        }
        Optional<DocumentInfo> document = document(hit.documentId());
        boolean changed = document.filter(it -> then.hasOtherVersionThan(it.hash())).isPresent();
        return new ReplayedPassage(
                hit.documentId(),
                hit.chunk(),
                document.map(DocumentInfo::title).orElseGet(() -> title(hit.documentId())),
                changed ? Change.DOCUMENT_CHANGED : Change.GONE,
                Optional.of(then),
                Optional.empty(),
                whyGone(document, changed));
    }

    private static ReplayedPassage found(Lookup.Hit hit, Place then, Place now, String title) {
        boolean changed = then.hasOtherVersionThan(now.version());
        Change change = then.isAs(now) ? Change.SAME : Change.MOVED;
        return new ReplayedPassage(
                hit.documentId(),
                hit.chunk(),
                title,
                changed ? Change.DOCUMENT_CHANGED : change,
                Optional.of(then),
                Optional.of(now),
                changed ? "The document has changed since." : "");
    }

    private ReplayedPassage onlyNow(Passage passage, Change change, String reason) {
        return new ReplayedPassage(
                passage.documentId(),
                passage.chunk(),
                passage.title(),
                change,
                Optional.empty(),
                Optional.of(place(passage)),
                reason);
    }

    private String whyGone(Optional<DocumentInfo> document, boolean changed) {
        if (changed) {
            return "The document has changed since, and this part of it is not found now.";
        }
        return document.isEmpty() && retriever instanceof DocumentIndex
                ? "The document is not there any more."
                : "Other passages fit better now.";
    }

    private String whyNew(Passage passage) {
        return document(passage.documentId())
                .filter(document -> document.updatedAt().isAfter(answer.createdAt()))
                .map(_ -> "The document has been added or changed since.")
                .orElse("It did not fit well enough then.");
    }

    private Optional<DocumentInfo> document(String id) {
        return retriever instanceof DocumentIndex index
                ? index.find(chatbot, id)
                : Optional.empty();
    }

    private String title(String documentId) {
        return answer.metadata().sources().stream()
                .filter(source -> source.id().equals(documentId))
                .map(Source::title)
                .findFirst()
                .orElse("");
    }

    private Place place(Passage passage) {
        return new Place(now.indexOf(passage) + 1, passage.score(), passage.version());
    }

    private static boolean isSame(Lookup.Hit hit, Passage passage) {
        return hit.documentId().equals(passage.documentId()) && hit.chunk() == passage.chunk();
    }
}
