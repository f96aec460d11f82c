package io.zaaky.document.parser;

import java.io.DataInputStream;
import java.io.IOException;

/**
 * The limits of one document. The caller sends them with each document.
 *
 * @param characters the characters of its text, and of the intermediate markup
 * @param passages the passages that it is split into
 * @param cells the cells of all its tables
 * @param columns the columns of a table; further ones are left out
 * @param elements the elements of HTML, or of the form into which another format is converted
 * @param marks the lines of Markdown, and the characters that may have a meaning in it
 * @param depth the nesting depth of HTML elements; deeper ones are read as if they were not nested
 * @param quotes the nesting depth of quotes and lists in Markdown; deeper ones are read as text
 * @param operators the operators that draw the pages of a PDF
 * @param forms the forms of a PDF that are drawn, counted each time; a form nested in two others
 *     counts as three
 */
record Limits(
        int characters,
        int passages,
        int cells,
        int columns,
        int elements,
        int marks,
        int depth,
        int quotes,
        int operators,
        int forms) {

    /** Reads the limits in the order of the components. */
    static Limits read(DataInputStream in) throws IOException {
        return new Limits(
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt());
    }
}
