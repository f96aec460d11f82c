package io.zaaky.llm.extractive;

import java.util.List;

/**
 * A part of a passage that makes sense on its own: a sentence, a short list with the line that
 * introduces it, or a row of a table.
 *
 * @param passage the passage's number, from 1
 * @param order its position in the passage, from 0
 * @param text readable text without markup, ending in punctuation
 * @param topic the heading or the question right above it; empty if none
 * @param sinceTopic how many statements are between it and its topic
 * @param section the headings and the title further above
 * @param rows for a row of a table: all rows of the table, in order; otherwise empty
 * @param row for a row of a table: its index, from 0
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
