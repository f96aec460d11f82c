package io.zaaky.llm.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Removes a {@code <think>…</think>} block at the very beginning of an answer and the white space
 * after it, even if the block is split over several pieces. Everything else passes through
 * unchanged, piece by piece.
 */
final class ReasoningFilter {
    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    /** After this many characters of white space, no block is expected any more. */
    private static final int PATIENCE = 100;

    private enum State {
        BEFORE,
        INSIDE,
        BEHIND,
        ANSWER
    }

    private final Consumer<String> answer;
    private final List<String> held = new ArrayList<>(); // until it is clear what they are
    private final StringBuilder seen = new StringBuilder(); // the text of the held pieces
    private State state = State.BEFORE;

    ReasoningFilter(Consumer<String> answer) {
        this.answer = answer;
    }

    void accept(String piece) {
        switch (state) {
            case BEFORE -> before(piece);
            case INSIDE -> inside(piece);
            case BEHIND -> behind(piece);
            case ANSWER -> answer.accept(piece);
        }
    }

    /** No more pieces follow. */
    void end() {
        if (state == State.BEFORE) {
            release();
        }
    }

    private void before(String piece) {
        held.add(piece);
        seen.append(piece);
        String start = seen.toString().stripLeading();
        if (start.startsWith(OPEN)) {
            held.clear();
            seen.setLength(0);
            state = State.INSIDE;
            inside(start.substring(OPEN.length()));
        } else if (!OPEN.startsWith(start) || seen.length() > PATIENCE) {
            release();
        }
    }

    private void release() {
        state = State.ANSWER;
        held.forEach(answer);
        held.clear();
    }

    private void inside(String piece) {
        seen.append(piece);
        int close = seen.indexOf(CLOSE);
        if (close >= 0) {
            String rest = seen.substring(close + CLOSE.length());
            state = State.BEHIND;
            behind(rest);
        } else if (seen.length() > CLOSE.length()) {
            seen.delete(0, seen.length() - CLOSE.length());
        }
    }

    private void behind(String piece) {
        String rest = piece.stripLeading();
        if (!rest.isEmpty()) {
            state = State.ANSWER;
            answer.accept(rest);
        }
    }
}
