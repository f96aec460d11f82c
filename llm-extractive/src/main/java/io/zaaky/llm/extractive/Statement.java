package io.zaaky.llm.extractive;

import java.util.List;

/**
 * Something that a passage says and that can stand alone: a sentence, a short list with the line
 * that introduces it, or a row of a table.
 *
 * @param passage the passage's number, from 1
 * @param order its place in the passage, from 0
 * @param text readable, without markup, ending in punctuation
 * @param topic the heading or the question right above it; empty if none
 * @param sinceTopic how many statements stand between it and its topic
 * @param section the headings and the title further above
 * @param rows of a row of a table: all rows of that table, in order; empty for all else
 * @param row of a row of a table: which it is, from 0
 */
record Statement(
        int passage,
        int order,
        String text,
        String topic,
        int sinceTopic,
        String section,
        List<Row> rows,
        int row) {

    boolean isRow() {
        return !rows.isEmpty();
    }
}
