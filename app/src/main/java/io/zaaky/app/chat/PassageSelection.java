package io.zaaky.app.chat;

import io.zaaky.spi.Passage;
import io.zaaky.spi.RetrievalQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Turns the parts of documents that a search found into the passages offered to an answer. It works
 * the same for every backend, and for answers, {@code …/search} and {@code eval}:
 *
 * <ul>
 *   <li>neighbouring parts of a document become one passage,
 *   <li>a passage that repeats a better one is dropped,
 *   <li>each further passage of a document counts for less, to make room for other documents.
 * </ul>
 *
 * <p>The first passages are the same however many are requested.
 */
final class PassageSelection {
    /** The most parts in a passage: some 600 words. */
    private static final int JOINED = 3;

    /** A neighbour is joined if its score is at least this share of the better part's score. */
    private static final double NEIGHBOUR = 0.6;

    /** The factor for each further passage of the same document. */
    private static final double AGAIN = 0.9;

    private static final int FEW = 20;

    private final List<Passage> found;
    private final boolean[] taken;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, Integer> chosen = new HashMap<>();
    private final Map<Integer, Likeness> likenesses = new HashMap<>();
    private final List<Likeness> said = new ArrayList<>();

    private PassageSelection(List<Passage> found) {
        this.found = found;
        this.taken = new boolean[found.size()];
        for (int i = 0; i < found.size(); i++) {
            places.putIfAbsent(place(found.get(i), 0), i);
        }
    }

    /** How many parts to search for so that they usually yield {@code most} passages. */
    static int depth(int most) {
        return most <= FEW ? 3 * FEW : RetrievalQuery.MOST;
    }

    /**
     * Chooses passages.
     *
     * @param found best first
     * @param most the maximum number
     * @return best first
     */
    static List<Selected> of(List<Passage> found, int most) {
        return new PassageSelection(found).choose(most);
    }

    /** A queued part, with its score when it was queued. */
    private record Waiting(int index, double score) {
        static final Comparator<Waiting> ORDER =
                Comparator.comparingDouble(Waiting::score)
                        .reversed()
                        .thenComparingInt(Waiting::index);
    }

    private List<Selected> choose(int most) {
        var queue = new PriorityQueue<>(Math.max(1, found.size()), Waiting.ORDER);
        for (int i = 0; i < found.size(); i++) {
            queue.add(new Waiting(i, found.get(i).score()));
        }
        List<Selected> selected = new ArrayList<>();
        while (selected.size() < most && !queue.isEmpty()) {
            Waiting next = queue.remove();
            double score = score(next.index());
            if (taken[next.index()] || repeats(next.index())) {
                continue;
            }
            if (score < next.score()) {
                queue.add(new Waiting(next.index(), score));
            } else {
                selected.add(select(next.index(), score));
            }
        }
        return selected;
    }

    private double score(int index) {
        Passage one = found.get(index);
        return one.score() * Math.pow(AGAIN, chosen.getOrDefault(one.documentId(), 0));
    }

    private boolean repeats(int index) {
        return said.stream().anyMatch(likeness(index)::isLike);
    }

    private Likeness likeness(int index) {
        return likenesses.computeIfAbsent(index, i -> Likeness.of(found.get(i)));
    }

    private Selected select(int index, double score) {
        List<Passage> parts = new ArrayList<>();
        take(index, parts, 0);
        while (parts.size() < JOINED) {
            int before = neighbour(parts.getFirst(), -1, found.get(index));
            int after = neighbour(parts.getLast(), 1, found.get(index));
            if (before < 0 && after < 0) {
                break;
            }
            boolean up = after < 0 || (before >= 0 && before < after); // the better one first
            take(up ? before : after, parts, up ? 0 : parts.size());
        }
        Passage core = found.get(index);
        chosen.merge(core.documentId(), 1, Integer::sum);
        return new Selected(Joining.join(parts, score), Joining.join(List.of(core), score));
    }

    private void take(int index, List<Passage> parts, int at) {
        taken[index] = true;
        said.add(likeness(index));
        parts.add(at, found.get(index));
    }

    /** The index of the part next to {@code edge} if it is worth joining, otherwise -1. */
    private int neighbour(Passage edge, int step, Passage best) {
        int index = places.getOrDefault(place(edge, step), -1);
        boolean worth =
                index >= 0
                        && !taken[index]
                        && found.get(index).score() >= NEIGHBOUR * best.score()
                        && !repeats(index);
        return worth ? index : -1;
    }

    private static String place(Passage passage, int step) {
        return passage.documentId() + "\n" + (passage.chunk() + step);
    }
}
